import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { Agent, buildConnector, Dispatcher } from 'undici'
import { remembering } from './response-start.ts'
import { basic } from './basic.ts'
import type { OriginGuard } from './origin-guard.ts'
import { pendingConnections, type PendingConnections } from './pending-connections.ts'
import type { ProxyRules } from './proxy-rules.ts'
import { describeFailure } from './transport-error.ts'
import { TransportFailure } from './transport-failure.ts'

/** How a proxy is named in messages: without the password that its address may hold. */
export const proxyName = (proxy: URL): string => `the proxy ${proxy.origin}`

function authorization({ username, password }: URL): { 'Proxy-Authorization'?: string } {
  if (username === '' && password === '') return {}
  return { 'Proxy-Authorization': basic(decodeURIComponent(username), decodeURIComponent(password)) }
}

/** What no report may hold of a proxy's address. */
export function proxySecrets(proxy: URL): string[] {
  if (proxy.password === '') return []
  const [username, password] = [decodeURIComponent(proxy.username), decodeURIComponent(proxy.password)]
  return [password, `${username}:${password}`]
}

/** An error on the way to the proxy, told as such and not as the registry's. */
function atProxy(error: unknown, proxy: URL): TransportFailure {
  const { code, message } = describeFailure(error, { origin: proxyName(proxy), answered: false })
  return new TransportFailure(code as TransportFailure['code'], message)
}

const refusal = (proxy: URL, status: number, target: string): TransportFailure =>
  status === 407
    ? new TransportFailure(
        'other',
        `${proxyName(proxy)} asks for a user name and password (407); write them into its address`,
      )
    : new TransportFailure(
        'unreachable',
        `${proxyName(proxy)} answers ${status} to the wish for a tunnel to ${target}`,
      )

/** How connections are secured; timeout in milliseconds. */
export interface TlsOptions {
  timeout: number
  rejectUnauthorized: boolean
  allowH2: boolean
  ca?: string
  cert?: string
  key?: string
}

/** Connects to what the guard permits, without a proxy. */
export const directly = (
  tls: TlsOptions,
  guard: OriginGuard,
  pending: PendingConnections,
): buildConnector.connector =>
  guard.guarded(remembering(pending.watch(buildConnector({ ...tls, lookup: guard.lookup }))))

/** A client certificate is for the registry and not for the proxy. */
const forProxy = ({ timeout, rejectUnauthorized, ca }: TlsOptions): TlsOptions => ({
  timeout,
  allowH2: false,
  rejectUnauthorized,
  ...(ca === undefined ? {} : { ca }),
})

/** A tunnel through the proxy to `target`, a host with its port (RFC 9110, CONNECT). */
function tunnel(proxy: URL, target: string, tls: TlsOptions, pending: PendingConnections): Promise<Socket> {
  const { timeout, allowH2: _, ...rest } = forProxy(tls)
  return new Promise((resolve, reject) => {
    const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest
    const asking = send({
      ...rest,
      protocol: proxy.protocol,
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...authorization(proxy) },
      agent: false,
    })
    const over = pending.add(asking)
    asking.on('close', over)
    const late = () =>
      new TransportFailure('timeout', `${proxyName(proxy)} did not answer within ${timeout} ms`)
    asking.setTimeout(timeout, () => asking.destroy(late()))
    asking.on('error', (error) => reject(atProxy(error, proxy)))
    asking.on('response', (response) => {
      response.destroy()
      reject(refusal(proxy, response.statusCode ?? 0, target))
    })
    asking.on('connect', (response, socket) => {
      asking.setTimeout(0)
      over()
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(refusal(proxy, response.statusCode ?? 0, target))
    })
    asking.end()
  })
}

/** Connects to https origins through the proxy. */
function tunnelling(proxy: URL, tls: TlsOptions, pending: PendingConnections): buildConnector.connector {
  const secure = pending.watch(buildConnector(tls))
  return (options, callback) => {
    const target = `${options.hostname}:${options.port === '' ? 443 : options.port}`
    tunnel(proxy, target, tls, pending).then(
      (httpSocket) => secure({ ...options, httpSocket }, callback),
      (error: unknown) => callback(error as Error, null),
    )
  }
}

/** Connects to the proxy itself, and tells its failures as the proxy's. */
function connecting(proxy: URL, tls: TlsOptions, pending: PendingConnections): buildConnector.connector {
  const connect = pending.watch(buildConnector(forProxy(tls)))
  return (options, callback) =>
    connect(options, (...[error, socket]: buildConnector.CallbackArgs | [Error, null]) => {
      if (error) callback(atProxy(error, proxy), null)
      else if (socket) callback(null, socket)
    })
}

interface Way {
  tunnels: Agent
  forwards: Agent
}

/**
 * Sends each request straight or through the proxy that the rules name: http by asking the proxy
 * for the whole address, https through a tunnel. Header fields pass untouched, repeated ones too.
 */
export class RoutedDispatcher extends Dispatcher {
  readonly #rules: ProxyRules
  readonly #direct: Agent
  readonly #options: Agent.Options
  readonly #tls: TlsOptions
  readonly #guard: OriginGuard
  readonly #ways = new Map<string, Way>()
  readonly #pending = pendingConnections()

  /** `options` are those of every connection but how it is made, which is in `tls`. */
  constructor(rules: ProxyRules, options: Agent.Options, tls: TlsOptions, guard: OriginGuard) {
    super()
    this.#rules = rules
    this.#options = options
    this.#tls = tls
    this.#guard = guard
    this.#direct = new Agent({ ...options, connect: directly(tls, guard, this.#pending) })
  }

  #wayTo(proxy: URL): Way {
    const known = this.#ways.get(proxy.href)
    if (known) return known
    const way = {
      tunnels: new Agent({
        ...this.#options,
        connect: remembering(tunnelling(proxy, this.#tls, this.#pending)),
      }),
      forwards: new Agent({
        ...this.#options,
        connect: remembering(connecting(proxy, this.#tls, this.#pending)),
      }),
    }
    this.#ways.set(proxy.href, way)
    return way
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const origin = new URL(String(options.origin))
    const proxy = this.#rules.proxyFor(origin)
    if (!proxy) return this.#direct.dispatch(options, handler)
    const forbidden = this.#guard.refusalOf(origin)
    if (forbidden) throw forbidden
    const { tunnels, forwards } = this.#wayTo(proxy)
    if (origin.protocol === 'https:') return tunnels.dispatch(options, handler)
    const own = Object.entries({ Host: origin.host, ...authorization(proxy) }).flat()
    const forwarded = {
      ...options,
      origin: proxy.origin,
      path: `${origin.origin}${options.path}`,
      headers: [...own, ...((options.headers ?? []) as string[])],
    }
    return forwards.dispatch(forwarded, {
      ...handler,
      onResponseStart(controller, status, headers, message) {
        // The proxy speaks for itself here, and not for the registry.
        if (status === 407) controller.abort(refusal(proxy, status, origin.origin))
        else handler.onResponseStart?.(controller, status, headers, message)
      },
    })
  }

  #agents(): Agent[] {
    return [this.#direct, ...[...this.#ways.values()].flatMap(({ tunnels, forwards }) => [tunnels, forwards])]
  }

  override async close(): Promise<void> {
    await Promise.all(this.#agents().map((agent) => agent.close()))
  }

  override async destroy(): Promise<void> {
    const destroyed = this.#agents().map((agent) => agent.destroy())
    this.#pending.destroy()
    await Promise.all(destroyed)
  }
}
