import { withoutUndefined } from '../../../engine/optional.ts'
import { basic } from '../basic.ts'
import { describeFailure } from '../failure/transport-error.ts'
import { TransportFailure, type TransportErrorCode } from '../failure/transport-failure.ts'

/** How a proxy is named in messages: without the password that its address may contain. */
export const proxyName = (proxy: URL): string => `the proxy ${proxy.origin}`

const credentialsIn = ({ username, password }: URL) => ({
  username: decodeURIComponent(username),
  password: decodeURIComponent(password),
})

/** The fields that authenticate a request to a proxy. */
export function proxyAuthorization(proxy: URL): { 'Proxy-Authorization'?: string } {
  const { username, password } = credentialsIn(proxy)
  const isAnonymous = username === '' && password === ''
  return withoutUndefined({ 'Proxy-Authorization': isAnonymous ? undefined : basic(username, password) })
}

/** What no report may contain of a proxy's address. */
export function proxySecrets(proxy: URL): string[] {
  if (proxy.password === '') return []
  const { username, password } = credentialsIn(proxy)
  return [password, `${username}:${password}`]
}

/** An error on the way to the proxy, described as such and not as the registry's. */
export function proxyFailure(error: unknown, proxy: URL): TransportFailure {
  const { code, message } = describeFailure(error, { origin: proxyName(proxy), answered: false })
  return new TransportFailure(code as TransportErrorCode, message)
}

/** A response of the proxy itself instead of the registry's. */
export const proxyRefusal = (proxy: URL, status: number, target: string): TransportFailure =>
  status === 407
    ? new TransportFailure(
        'other',
        `${proxyName(proxy)} requires a user name and password (407); write them into its address`,
      )
    : new TransportFailure(
        'unreachable',
        `${proxyName(proxy)} returned ${status} to CONNECT ${target}; allow that host in the proxy, or bypass it with --proxy none or NO_PROXY`,
      )
