import { Agent, type Dispatcher } from 'undici'
import { withoutUndefined } from '../../../engine/optional.ts'
import { direct } from './connectors.ts'
import type { RegistryDispatcher } from './dispatcher.ts'
import { dispatchExpecting, isExpecting } from './expecting.ts'
import type { OriginGuard } from './origin-guard.ts'
import { pendingConnections } from './pending-connections.ts'
import { RoutedDispatcher } from './proxy.ts'
import type { ProxyRules } from './proxy-rules.ts'

/** How connections are made. */
export interface ConnectionOptions {
  /** Milliseconds until a connection has to be established. */
  timeout: number
  /** PEM of authorities to trust instead of the system's. */
  ca?: string
  /** The name of the file that `ca` was read from, for messages. */
  caFile?: string
  /** PEM of a client certificate and its key. */
  cert?: string
  key?: string
  insecureSkipVerify?: boolean
  /** Use HTTP/2 where the server offers it; default false. */
  http2?: boolean
  /** Which requests go through a proxy; default none. */
  proxies?: ProxyRules | undefined
  /** Which addresses may be connected to. */
  guard: OriginGuard
}

/** The connections of one client. */
export interface Connections extends RegistryDispatcher {
  /** Ends all of them, those that are being made too. */
  destroy(): Promise<void>
}

/** Sockets for one client, direct or through proxies. */
export function createConnections(options: ConnectionOptions): Connections {
  const { timeout, ca, caFile, cert, key, insecureSkipVerify, http2 = false, proxies, guard } = options
  const connection: Agent.Options = {
    // One request at a time on a connection; how many connections there are follows from the limiter.
    pipelining: 1,
    // Less than the five seconds of common servers, so that none closes a connection just as it is used.
    keepAliveTimeout: 4000,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: http2,
  }
  const rejectUnauthorized = insecureSkipVerify !== true
  const tls = withoutUndefined({ timeout, allowH2: http2, rejectUnauthorized, ca, caFile, cert, key })
  if (proxies) return new RoutedDispatcher(proxies, connection, tls, guard)
  const pending = pendingConnections()
  const agent = new Agent({ ...connection, connect: direct(tls, guard, pending) })
  const connectPlainly = direct({ ...tls, allowH2: false }, guard, pending)
  return {
    dispatch: (request: Dispatcher.DispatchOptions, handler) =>
      isExpecting(request)
        ? dispatchExpecting(connectPlainly, pending, request, handler)
        : agent.dispatch(request, handler),
    async destroy() {
      const destroyed = agent.destroy()
      pending.destroy()
      await destroyed
    },
  }
}
