import type { TransportError } from '../../record/exchange.ts'
import { transportError, type FailedConnection } from './transport-failure.ts'

const reasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an unknown self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an unknown authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
}

/** Problems that go away when the authority is trusted. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

const isNotTls = (code: string): boolean =>
  code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'

const isTls = (code: string): boolean =>
  code in reasons || /^(?:ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|EPROTO|ERR_OSSL)/.test(code)

/** The failure of a TLS handshake by the code of Node's error; undefined for other codes. */
export function describeTlsError(
  code: string,
  { origin, known }: FailedConnection,
): TransportError | undefined {
  if (isNotTls(code)) return notTls(origin, known)
  return isTls(code) ? transportError('tls', messageOf(origin, code)) : undefined
}

/** A server that responds to a TLS handshake with something else: mostly plain HTTP. */
const notTls = (origin: string, known: boolean): TransportError => ({
  code: 'tls',
  cause: 'not-tls',
  message: known
    ? `${origin} sent something other than TLS on a new connection; check what is in front of the registry`
    : `${origin} does not use TLS; use http:// in the address, or --plain-http`,
})

function messageOf(origin: string, code: string): string {
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN/.test(code)) {
    return `${origin} refused the TLS handshake (${code}); it may require a client certificate`
  }
  const reason = reasons[code] ?? `the TLS handshake failed (${code})`
  const advice = untrusted.has(code)
    ? 'name its authority with --ca-file, or use --insecure-skip-verify'
    : 'correct the certificate or the address, or use --insecure-skip-verify'
  return `${origin} is not trusted: ${reason}; ${advice}`
}
