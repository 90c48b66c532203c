import { setMaxListeners } from 'node:events'
import { createAuthenticator } from './auth/authenticator.ts'
import { createConnections } from './transport/connections.ts'
import { normalise, secretsOf, type Credentials } from './auth/credentials.ts'
import type { RegistryDispatcher } from './transport/dispatcher.ts'
import type { Exchange } from './record/exchange.ts'
import { sendOnce, type Sending } from './transport/send.ts'
import { travel, type Traveller } from './transport/redirect.ts'
import { createLimiter } from './transport/limiter.ts'
import type { Network } from './transport/network.ts'
import { createOriginGuard } from './transport/origin-guard.ts'
import { createOutageGuard, type OutageGuard } from './transport/outage.ts'
import { createRecorder, type Recorder } from './record/recorder.ts'
import { proxySecrets } from './transport/proxy.ts'
import type { ProxyRules } from './transport/proxy-rules.ts'
import type { RegistryRequest } from './transport/request.ts'
import { pause, retryDelay } from './transport/retry.ts'
import { createUnderWay } from './transport/in-flight.ts'

export type { RegistryRequest } from './transport/request.ts'

export interface RegistryClient {
  /** The target's address; its path ends in a slash, `/v2/` stands below it. */
  readonly base: URL
  /** True where no credentials were given. */
  readonly anonymous: boolean
  readonly recorder: Recorder
  /** Holds requests back while the target is out of reach. */
  readonly outage: OutageGuard
  /** Never throws for what the target does: transport trouble is in the exchange's `error`. */
  send(request: RegistryRequest): Promise<Exchange>
  /** A Location against its request's URL, with its query; as it is where it is no URL at all. */
  resolve(location: string, from: Exchange): string
  /**
   * The same client for one test: exchanges carry its id, and are aborted by its signal. Where more is to be
   * sent than may be sent at once, the most urgent goes first; 0 where nothing is said. Where the test is repeated
   * (`insistent`), requests that fail are sent again.
   */
  forTest(
    test: string,
    signal?: AbortSignal,
    about?: { urgency?: number; insistent?: boolean },
  ): RegistryClient
  /** The same client, heeding this signal alone and not the run's: for cleaning up after an interrupt. */
  detached(signal?: AbortSignal): RegistryClient
  /** Ends when all requests that may create something have ended: within a second and a half after an abort. */
  settled(): Promise<void>
  /** Closes all connections; what is under way is aborted. */
  close(): Promise<void>
}

export interface RegistryClientOptions {
  /** See parseTargetUrl. */
  base: URL
  /** Default: anonymous. */
  credentials?: Credentials | undefined
  recorder?: Recorder
  /** Aborts everything: the run was interrupted. */
  signal?: AbortSignal
  /** Milliseconds without progress; default 30,000. The whole of an exchange gets ten times that. */
  timeout?: number
  /** Requests at once; default 24. */
  concurrency?: number
  /** How often one request is sent again; default 2. */
  retries?: number
  /** The longest wait that a Retry-After is granted, in milliseconds; default 30,000. */
  longestWait?: number
  /** The longest outage that is waited for, in milliseconds; default 30,000. */
  longestOutage?: number
  /** By which pauses of the client's own choice are multiplied; default 1. */
  patience?: number
  /** Bytes of any response's body after which the request fails; default 1 GiB. */
  bodyMaximum?: number
  userAgent?: string
  /** PEM of authorities to trust instead of the system's. */
  ca?: string
  /** PEM of a client certificate and its key. */
  cert?: string
  key?: string
  insecureSkipVerify?: boolean
  /** Speak HTTP/2 where the server offers it; default false. */
  http2?: boolean
  /** Which requests go through a proxy; default none. */
  proxies?: ProxyRules | undefined
  /** Lets the target lead requests to private and link-local addresses and to this machine, wherever it is. */
  allowPrivateOrigins?: boolean
  /** Replaces how names are resolved and addresses classified. */
  network?: Partial<Network>
  /** Instead of sockets: a registry in the same process, or a proxy. It is not closed by the client. */
  dispatcher?: RegistryDispatcher
}

/** How long a request may stand still where nothing else was asked for. */
const defaultTimeout = 30_000

function resolve(location: string, from: Exchange): string {
  return URL.canParse(location, from.request.url) ? new URL(location, from.request.url).href : location
}

/** A client for one registry. Opens no connection before the first request. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { base, recorder = createRecorder(), timeout = defaultTimeout, proxies } = options
  const { retries = 2, longestWait = 30_000, longestOutage = 30_000, patience = 1, signal } = options
  const proxy = proxies?.proxyFor(base)
  const guard = createOriginGuard({ ...options, proxied: proxy !== undefined })
  const sockets = options.dispatcher ? undefined : createConnections({ ...options, timeout, guard })
  for (const secret of proxy ? proxySecrets(proxy) : []) recorder.redactor.addSecret(secret)
  const credentials = normalise(options.credentials)
  for (const secret of secretsOf(credentials)) recorder.redactor.addSecret(secret)
  const underWay = createUnderWay()
  const sending: Sending = {
    origin: base.origin,
    dispatcher: sockets ?? options.dispatcher!,
    recorder,
    limiter: createLimiter(options.concurrency ?? 24),
    underWay,
    known: new Set(),
    timeout,
    bodyMaximum: options.bodyMaximum ?? 1024 ** 3,
    userAgent: options.userAgent ?? 'oci-assay',
  }
  const authenticator = createAuthenticator({
    registry: base,
    credentials,
    onSecret: (secret) => recorder.redactor.addSecret(secret),
    onExchange: (exchange) => recorder.record(exchange, 'token server'),
    redact: (text) => recorder.redactor.text(text),
    async beforeRetry(exchange, attempt) {
      const wait = attempt < retries ? retryDelay(exchange, attempt, longestWait) : undefined
      if (wait === undefined) return false
      await pause(wait, options.signal)
      return options.signal?.aborted !== true
    },
    // Under nobody's signal: the token is for all who wait for it, and not for the one that asked first alone.
    async send({ method, url, headers, body }) {
      const request = { method, path: url, headers, ...(body ? { body } : {}), bodyLimit: 256 * 1024 }
      return sendOnce(sending, { request, url, signal: undefined, test: undefined, via: [] })
    },
  })
  // Beside all others, whose places may be taken by requests that hang.
  const probing: Sending = { ...sending, limiter: createLimiter(1), timeout: Math.min(timeout, 5000) }
  const support = new URL('v2/', base).href
  const outage = createOutageGuard({
    origin: base.origin,
    now: () => recorder.now(),
    longest: longestOutage,
    patience,
    signal,
    async probe() {
      const request = { method: 'GET', path: support, bodyLimit: 64 * 1024, bodyMaximum: 1024 * 1024 }
      const exchange = await sendOnce(probing, { request, url: support, signal, test: undefined, via: [] })
      recorder.record(exchange)
      return exchange
    },
  })
  const traveller: Traveller = {
    base,
    sending,
    authenticator,
    retries,
    longestWait,
    outage,
    insistent: false,
    patience,
  }
  const travellerFor = ({ urgency = 0, insistent = false }): Traveller => ({
    ...traveller,
    insistent,
    sending: { ...sending, limiter: sending.limiter.at(urgency) },
  })

  const view = (
    test: string | undefined,
    signal: AbortSignal | undefined,
    own: Traveller,
  ): RegistryClient => ({
    base,
    anonymous: credentials === undefined,
    recorder,
    outage,
    resolve,
    send: (request) => travel(own, request, test, signal),
    forTest: (id, its, about = {}) => view(id, both(signal, its), travellerFor(about)),
    detached: (its) => view(test, its, own),
    settled: () => underWay.settled(),
    async close() {
      await sockets?.destroy()
    },
  })
  return view(undefined, options.signal, traveller)
}

function both(first: AbortSignal | undefined, second: AbortSignal | undefined): AbortSignal | undefined {
  if (!first || !second) return first ?? second
  const either = AbortSignal.any([first, second])
  // Each request of a test listens, and a test may send many at once.
  setMaxListeners(0, either)
  return either
}
