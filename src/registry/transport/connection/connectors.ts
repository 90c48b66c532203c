import { request as httpRequest, type ClientRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { guardedConnector } from './guarded-connector.ts'
import { withoutUndefined } from '../../../engine/optional.ts'
import type { OriginGuard } from './origin-guard.ts'
import type { PendingConnections } from './pending-connections.ts'
import { explainingTrust, type Trust } from '../failure/presented-certificate.ts'
import { proxyAuthorization, proxyFailure, proxyName, proxyRefusal } from './proxy-address.ts'
import { keepingResponseStart } from '../failure/response-start.ts'
import { TransportFailure } from '../failure/transport-failure.ts'

/** How connections are secured; timeout in milliseconds. */
export interface TlsOptions extends Trust {
  timeout: number
  allowH2: boolean
  cert?: string
  key?: string
}

/** For a look at a certificate that is not trusted: without a client certificate, which is for the registry. */
const unverified = ({ timeout }: TlsOptions): TlsOptions => ({
  timeout,
  allowH2: false,
  rejectUnauthorized: false,
})

/** Connects to what the guard permits, without a proxy. */
export function direct(
  tls: TlsOptions,
  guard: OriginGuard,
  pending: PendingConnections,
): buildConnector.connector {
  const connector = (chosen: TlsOptions) => pending.watch(buildConnector({ ...chosen, lookup: guard.lookup }))
  return guardedConnector(
    guard,
    keepingResponseStart(explainingTrust(connector(tls), connector(unverified(tls)), tls)),
  )
}

/** A client certificate is for the registry and not for the proxy. */
const forProxy = ({ timeout, rejectUnauthorized, ca }: TlsOptions): TlsOptions =>
  withoutUndefined({ timeout, allowH2: false, rejectUnauthorized, ca })

function connectRequest(proxy: URL, target: string, tls: TlsOptions): ClientRequest {
  const { timeout: _, allowH2: __, ...rest } = forProxy(tls)
  const isTls = proxy.protocol === 'https:'
  const send = isTls ? httpsRequest : httpRequest
  const defaultPort = isTls ? 443 : 80
  return send({
    ...rest,
    protocol: proxy.protocol,
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? defaultPort : Number(proxy.port),
    method: 'CONNECT',
    path: target,
    headers: { Host: target, ...proxyAuthorization(proxy) },
    agent: false,
  })
}

/** A tunnel through the proxy to `target`, a host with its port (RFC 9110, section 9.3.6). */
function tunnel(proxy: URL, target: string, tls: TlsOptions, pending: PendingConnections): Promise<Socket> {
  const { timeout } = tls
  return new Promise((resolve, reject) => {
    const request = connectRequest(proxy, target, tls)
    const over = pending.add(request)
    const late = () =>
      new TransportFailure('timeout', `${proxyName(proxy)} did not answer within ${timeout} ms`)
    request.on('close', over)
    request.setTimeout(timeout, () => request.destroy(late()))
    request.on('error', (error) => reject(proxyFailure(error, proxy)))
    request.on('response', (response) => {
      response.destroy()
      reject(proxyRefusal(proxy, response.statusCode ?? 0, target))
    })
    request.on('connect', (response, socket) => {
      request.setTimeout(0)
      over()
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(proxyRefusal(proxy, response.statusCode ?? 0, target))
    })
    request.end()
  })
}

/** Connects to https origins through the proxy. */
export function throughTunnel(
  proxy: URL,
  tls: TlsOptions,
  pending: PendingConnections,
): buildConnector.connector {
  const through = (chosen: TlsOptions): buildConnector.connector => {
    const secure = pending.watch(buildConnector(chosen))
    return (options, callback) => {
      const target = `${options.hostname}:${options.port === '' ? 443 : options.port}`
      tunnel(proxy, target, tls, pending).then(
        (httpSocket) => secure({ ...options, httpSocket }, callback),
        (error: unknown) => callback(error as Error, null),
      )
    }
  }
  return keepingResponseStart(explainingTrust(through(tls), through(unverified(tls)), tls))
}

/** Connects to the proxy itself, and describes its failures as the proxy's. */
export function toProxy(proxy: URL, tls: TlsOptions, pending: PendingConnections): buildConnector.connector {
  const connect = pending.watch(buildConnector(forProxy(tls)))
  return keepingResponseStart((options, callback) =>
    connect(options, (...[error, socket]: buildConnector.CallbackArgs | [Error, null]) => {
      if (error) callback(proxyFailure(error, proxy), null)
      else if (socket) callback(null, socket)
    }),
  )
}
