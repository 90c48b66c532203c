import { Agent, Dispatcher, type buildConnector } from 'undici'
import { direct, throughTunnel, toProxy, type TlsOptions } from './connectors.ts'
import { dispatchExpecting, isExpecting } from './expecting.ts'
import type { OriginGuard } from './origin-guard.ts'
import { pendingConnections } from './pending-connections.ts'
import { proxyAuthorization, proxyRefusal } from './proxy-address.ts'
import type { ProxyRules } from './proxy-rules.ts'

/** The connections through one proxy: tunnels to https origins, and those on which it forwards requests itself. */
interface ProxyAgents {
  tunnels: Agent
  forwards: Agent
}

/**
 * Sends each request directly or through the proxy that the rules state for its origin: http by an absolute URL to the
 * proxy, https through a tunnel. Header fields pass untouched, repeated ones too.
 */
export class RoutedDispatcher extends Dispatcher {
  readonly #rules: ProxyRules
  readonly #options: Agent.Options
  readonly #tls: TlsOptions
  readonly #guard: OriginGuard
  readonly #direct: Agent
  readonly #proxies = new Map<string, ProxyAgents>()
  readonly #pending = pendingConnections()

  /** `options` are those of all connections except how they are secured, which is in `tls`. */
  constructor(rules: ProxyRules, options: Agent.Options, tls: TlsOptions, guard: OriginGuard) {
    super()
    this.#rules = rules
    this.#options = options
    this.#tls = tls
    this.#guard = guard
    this.#direct = new Agent({ ...options, connect: direct(tls, guard, this.#pending) })
  }

  #agentsOf(proxy: URL): ProxyAgents {
    const known = this.#proxies.get(proxy.href)
    if (known) return known
    const made = {
      tunnels: new Agent({ ...this.#options, connect: throughTunnel(proxy, this.#tls, this.#pending) }),
      forwards: new Agent({ ...this.#options, connect: toProxy(proxy, this.#tls, this.#pending) }),
    }
    this.#proxies.set(proxy.href, made)
    return made
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const origin = new URL(String(options.origin))
    const proxy = this.#rules.proxyFor(origin)
    if (!proxy)
      return this.#sendBy(this.#direct, (tls) => direct(tls, this.#guard, this.#pending), options, handler)
    const forbidden = this.#guard.refusalOf(origin)
    if (forbidden) throw forbidden
    const { tunnels, forwards } = this.#agentsOf(proxy)
    if (origin.protocol === 'https:')
      return this.#sendBy(tunnels, (tls) => throughTunnel(proxy, tls, this.#pending), options, handler)
    const own = Object.entries({ Host: origin.host, ...proxyAuthorization(proxy) }).flat()
    const forwarded = {
      ...options,
      origin: proxy.origin,
      path: `${origin.origin}${options.path}`,
      headers: [...own, ...((options.headers ?? []) as string[])],
    }
    return this.#sendBy(forwards, (tls) => toProxy(proxy, tls, this.#pending), forwarded, {
      ...handler,
      onResponseStart(controller, status, headers, message) {
        // The response of the proxy itself, and not of the registry.
        if (status === 407) controller.abort(proxyRefusal(proxy, status, origin.origin))
        else handler.onResponseStart?.(controller, status, headers, message)
      },
    })
  }

  #sendBy(
    agent: Agent,
    connector: (tls: TlsOptions) => buildConnector.connector,
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    return isExpecting(options)
      ? dispatchExpecting(connector({ ...this.#tls, allowH2: false }), this.#pending, options, handler)
      : agent.dispatch(options, handler)
  }

  #agents(): Agent[] {
    const throughProxies = [...this.#proxies.values()].flatMap(({ tunnels, forwards }) => [tunnels, forwards])
    return [this.#direct, ...throughProxies]
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
