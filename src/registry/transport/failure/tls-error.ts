import type { TransportError } from '../../record/exchange.ts'
import { certificateBehind, type PresentedCertificate } from './presented-certificate.ts'
import { transportError, type FailedConnection } from './transport-failure.ts'

const reasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an unknown self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate was issued by an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate was issued by an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate was issued by an unknown CA',
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

/** The failure of a TLS handshake by the code of Node's error; undefined for other errors. */
export function describeTlsError(
  error: NodeJS.ErrnoException,
  { origin, known }: FailedConnection,
): TransportError | undefined {
  const { code = '' } = error
  if (isNotTls(code)) return notTls(origin, known)
  return isTls(code) ? transportError('tls', messageOf(origin, code, certificateBehind(error))) : undefined
}

/** A server that responds to a TLS handshake with something else: mostly plain HTTP. */
const notTls = (origin: string, known: boolean): TransportError => ({
  code: 'tls',
  cause: 'not-tls',
  message: known
    ? `${origin} sent something other than TLS on a new connection; check what is in front of the registry`
    : `${origin} does not use TLS; use http:// in the address`,
})

function messageOf(origin: string, code: string, certificate: PresentedCertificate | undefined): string {
  if (/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN/.test(code)) {
    return `${origin} refused the TLS handshake (${code}); if it requires a client certificate, specify one with --client-cert and --client-key`
  }
  if (reasons[code] === undefined)
    return `the TLS handshake with ${origin} failed (${code}); check the log of the registry`
  const [reason, remedy] = untrusted.has(code) ? unknownIssuer(code, certificate) : invalid(code, certificate)
  return `${origin} is not trusted: ${reason}; ${remedy}, or skip verification with --insecure-skip-verify`
}

/** An issuer that neither this machine nor the specified file knows: what it is, and what would make it known. */
function unknownIssuer(code: string, certificate: PresentedCertificate | undefined): [string, string] {
  if (!certificate) return [reasons[code]!, 'specify the certificate of its CA with --ca-file']
  const { selfSigned, subject, issuer, trusted } = certificate
  const shown = selfSigned
    ? `its certificate is self-signed (${subject})`
    : `its certificate was issued by ${JSON.stringify(issuer)}`
  const what = selfSigned ? 'that certificate' : 'the certificate of that CA'
  if (!trusted) {
    const why = selfSigned ? shown : `${shown}, which this machine does not trust`
    return [why, `specify ${what} with --ca-file`]
  }
  const { from, subjects } = trusted
  const sameName = subjects.includes(selfSigned ? subject : issuer)
  const contained = subjects.map((each) => JSON.stringify(each)).join(', ')
  const compared = sameName
    ? `the certificate of that name in ${from} has another key`
    : `${from} contains only ${contained}`
  return [`${shown}, and ${compared}`, sameName ? `replace it with ${what}` : `add ${what} to ${from}`]
}

/** A certificate from a known issuer that is not valid, or not for this host. */
function invalid(code: string, certificate: PresentedCertificate | undefined): [string, string] {
  const reason = reasons[code]!
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = certificate?.names ?? []
    return names.length === 0
      ? [reason, 'correct the address or the certificate']
      : [`its certificate is valid only for ${names.join(', ')}`, 'use one of these names in the address']
  }
  if (code === 'CERT_HAS_EXPIRED')
    return [certificate ? `${reason} (${certificate.validTo})` : reason, 'renew the certificate']
  return [reason, 'check the certificate and the clock of this machine']
}
