import { setMaxListeners } from 'node:events'
import { withoutUndefined } from '../engine/optional.ts'
import { createAuthenticator } from './auth/authenticator.ts'
import { normalise, secretsOf, type Credentials } from './auth/credentials.ts'
import { sendAuthenticated } from './auth/send-authenticated.ts'
import type { Exchange } from './record/exchange.ts'
import { createRecorder, type Recorder } from './record/recorder.ts'
import { createConnections, type ConnectionOptions } from './transport/connection/connections.ts'
import type { RegistryDispatcher } from './transport/connection/dispatcher.ts'
import { createWritesInFlight } from './transport/in-flight.ts'
import { createLimiter } from './transport/limiter.ts'
import { createOriginGuard, type OriginGuardOptions } from './transport/connection/origin-guard.ts'
import { createOutageGuard, type OutageGuard } from './transport/retry/outage.ts'
import { pause } from './transport/pause.ts'
import { proxySecrets } from './transport/connection/proxy-address.ts'
import { sendFollowingRedirects } from './transport/redirect.ts'
import type { RegistryRequest } from './transport/request.ts'
import { retryDelay } from './transport/retry/retry-delay.ts'
import { sendWithRetries, type RetryPolicy } from './transport/retry/retry.ts'
import { sendOnce, type Chain, type Sender } from './transport/send.ts'

export type { RegistryRequest } from './transport/request.ts'

export interface RegistryClient {
  /** The target's address; its path ends in a slash, and `/v2/` is below it. */
  readonly base: URL
  /** True where the client has no credentials. */
  readonly anonymous: boolean
  /** Origin of the proxy that its requests pass. */
  readonly proxy?: string
  readonly recorder: Recorder
  /** Holds requests back while the target is out of reach. */
  readonly outage: OutageGuard
  /** Never throws for what the target does: a failed transport is in the exchange's `error`. */
  send(request: RegistryRequest): Promise<Exchange>
  /** A Location against its request's URL, with its query; unchanged where it is not a URL. */
  resolve(location: string, from: Exchange): string
  /** The same client for one test: exchanges carry its id, and are aborted by its signal. */
  forTest(test: string, signal?: AbortSignal, options?: TestOptions): RegistryClient
  /** The same client under this signal alone and not the run's: for cleaning up after an interrupt. */
  detached(signal?: AbortSignal): RegistryClient
  /** Resolves when all requests that may create something have ended: within a second and a half after an abort. */
  settled(): Promise<void>
  /** Closes all connections; requests in flight are aborted. */
  close(): Promise<void>
}

export interface TestOptions {
  /** Of the requests that wait for their turn, the most urgent is sent first; default 0. */
  urgency?: number
  /** For a test that is repeated: requests that fail are sent again. */
  repeatFailures?: boolean
}

export interface RegistryClientOptions
  extends Partial<Omit<ConnectionOptions, 'guard'>>, Omit<OriginGuardOptions, 'proxied'> {
  /** See parseTargetUrl. */
  base: URL
  /** Default: anonymous. */
  credentials?: Credentials | undefined
  recorder?: Recorder
  /** Aborts everything: the run was interrupted. */
  signal?: AbortSignal
  /** Milliseconds without progress; default 30,000. The whole of an exchange gets ten times that. */
  timeout?: number
  /** Simultaneous requests; default 24. */
  concurrency?: number
  /** How often one request is sent again; default 2. */
  retries?: number
  /** The longest Retry-After that is waited for, in milliseconds; default 30,000. */
  longestWait?: number
  /** The longest outage that is waited for, in milliseconds; default 30,000. */
  longestOutage?: number
  /** By which pauses of the client's own choice are multiplied; default 1. */
  patience?: number
  /** Bytes of any response's body after which the request fails; default 1 GiB. */
  bodyMaximum?: number
  userAgent?: string
  /** Instead of sockets: a registry in the same process, or a proxy. It is not closed by the client. */
  dispatcher?: RegistryDispatcher
}

/** A client for one registry. Opens no connection before the first request. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { base, recorder = createRecorder(), timeout = 30_000, proxies, patience = 1 } = options
  const { retries = 2, longestWait = 30_000, longestOutage = 30_000, signal } = options
  const proxy = proxies?.proxyFor(base)
  const guard = createOriginGuard({ ...options, proxied: proxy !== undefined })
  const sockets = options.dispatcher ? undefined : createConnections({ ...options, timeout, guard })
  const credentials = normalise(options.credentials)
  for (const secret of [...(proxy ? proxySecrets(proxy) : []), ...secretsOf(credentials)])
    recorder.redactor.addSecret(secret)
  const writes = createWritesInFlight()
  const sender: Sender = {
    origin: base.origin,
    dispatcher: sockets ?? options.dispatcher!,
    recorder,
    limiter: createLimiter(options.concurrency ?? 24),
    writes,
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
      await pause(wait, signal)
      return signal?.aborted !== true
    },
    // Under no signal: the token is for all who wait for it, not only for the first request.
    send: ({ method, url, headers, body }) => {
      const request = withoutUndefined({ method, path: url, headers, body, bodyLimit: 256 * 1024 })
      return sendOnce(sender, createChain(undefined, undefined), { request, url })
    },
  })
  const outage = createOutageGuard({
    origin: base.origin,
    now: () => recorder.now(),
    longest: longestOutage,
    patience,
    signal,
    probe: createProbe(sender, base, signal),
  })
  const policy: RetryPolicy = {
    retries,
    longestWait,
    outage,
    repeatFailures: false,
    patience,
    lasting: new Set(),
  }

  const view = (
    test: string | undefined,
    signal: AbortSignal | undefined,
    sender: Sender,
    policy: RetryPolicy,
  ): RegistryClient => ({
    base,
    anonymous: credentials === undefined,
    ...(proxy ? { proxy: proxy.origin } : {}),
    recorder,
    outage,
    resolve,
    send(request) {
      const chain = createChain(test, signal)
      const client = { base, authenticator, sender, send: sendWithRetries.bind(undefined, sender, policy) }
      return sendFollowingRedirects(sender, chain, base, request, (request, url) =>
        sendAuthenticated(client, chain, request, url),
      )
    },
    forTest(id, own, { urgency = 0, repeatFailures = false } = {}) {
      const limiter = sender.limiter.at(urgency)
      return view(id, either(signal, own), { ...sender, limiter }, { ...policy, repeatFailures })
    },
    detached: (own) => view(test, own, sender, policy),
    settled: () => writes.settled(),
    async close() {
      await sockets?.destroy()
    },
  })
  return view(undefined, signal, sender, policy)
}

const createChain = (test: string | undefined, signal: AbortSignal | undefined): Chain => ({
  test,
  signal,
  via: [],
})

/** Sends GET /v2/ beside all other requests, which may hang and occupy all places of the limiter. */
function createProbe(sender: Sender, base: URL, signal: AbortSignal | undefined): () => Promise<Exchange> {
  const probing: Sender = {
    ...sender,
    limiter: createLimiter(1),
    timeout: Math.min(sender.timeout, 5000),
  }
  const url = new URL('v2/', base).href
  const request = { method: 'GET', path: url, bodyLimit: 64 * 1024, bodyMaximum: 1024 * 1024 }
  return async () => {
    const exchange = await sendOnce(probing, createChain(undefined, signal), { request, url })
    sender.recorder.record(exchange)
    return exchange
  }
}

function resolve(location: string, from: Exchange): string {
  return URL.canParse(location, from.request.url) ? new URL(location, from.request.url).href : location
}

function either(first: AbortSignal | undefined, second: AbortSignal | undefined): AbortSignal | undefined {
  if (!first || !second) return first ?? second
  const signal = AbortSignal.any([first, second])
  // Each request of a test listens, and a test may send many at once.
  setMaxListeners(0, signal)
  return signal
}
