import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'

/** The certificate of a server that is not trusted, and what it was compared with. All texts are fit for a message. */
export interface PresentedCertificate {
  subject: string
  /** Who issued the last certificate that the server sent. */
  issuer: string
  selfSigned: boolean
  /** Host names and addresses that it is valid for. */
  names: readonly string[]
  validTo: string
  /** The CA certificates that were specified, and where they are from. */
  trusted?: { from: string; subjects: readonly string[] }
}

/** Problems that the certificate explains. */
const explained =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_ALTNAME_INVALID)/

const certificates = new WeakMap<object, PresentedCertificate>()

/** The certificate over which `error` arose; undefined where it is not known. */
export const certificateBehind = (error: unknown): PresentedCertificate | undefined =>
  typeof error === 'object' && error !== null ? certificates.get(error) : undefined

/** One line of limited length; a semicolon separates what to do in messages. */
const fit = (text: string): string =>
  text
    .replaceAll('\n', ', ')
    .replaceAll(';', ',')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 120)

function presented(
  certificate: X509Certificate,
  trusted: PresentedCertificate['trusted'],
): PresentedCertificate {
  let last = certificate
  // A server may send a chain of any length.
  for (let length = 0; last.issuerCertificate && length < 10; length++) {
    if (last.issuerCertificate.fingerprint256 === last.fingerprint256) break
    last = last.issuerCertificate
  }
  const names = (certificate.subjectAltName ?? '')
    .split(', ')
    .map((name) => name.replace(/^(?:DNS|IP Address):/, ''))
  return {
    subject: fit(certificate.subject ?? ''),
    issuer: fit(last.issuer ?? ''),
    selfSigned: certificate.subject === certificate.issuer,
    names: names.filter(Boolean).slice(0, 5).map(fit),
    validTo: fit(certificate.validTo),
    ...(trusted ? { trusted } : {}),
  }
}

/** The certificates of a PEM file. Throws where one cannot be parsed. */
export const certificatesIn = (pem: string): X509Certificate[] =>
  [
    ...pem.matchAll(
      /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g,
    ),
  ].map(([text]) => new X509Certificate(text))

function trustedIn(
  ca: string | undefined,
  from = 'the specified CA certificates',
): PresentedCertificate['trusted'] {
  if (ca === undefined) return undefined
  try {
    return {
      from: fit(from),
      subjects: certificatesIn(ca)
        .slice(0, 3)
        .map(({ subject }) => fit(subject)),
    }
  } catch {
    return { from: fit(from), subjects: [] }
  }
}

/** What is known of the certificates that are trusted. */
export interface Trust {
  rejectUnauthorized: boolean
  ca?: string
  /** The name of the file that `ca` was read from. */
  caFile?: string
}

/**
 * The same connector, which looks at the certificate of a server that it does not trust: the error of a handshake does
 * not contain it. For that it connects once more, by `unverified`, and sends nothing.
 */
export function explainingTrust(
  connect: buildConnector.connector,
  unverified: buildConnector.connector,
  { rejectUnauthorized, ca, caFile }: Trust,
): buildConnector.connector {
  if (!rejectUnauthorized) return connect
  return (options, callback) =>
    connect(options, (...[error, socket]: buildConnector.CallbackArgs | [Error, null]) => {
      if (!error) return callback(null, socket)
      if (!explained.test((error as NodeJS.ErrnoException).code ?? '')) return callback(error, null)
      unverified(options, (...[, second]: buildConnector.CallbackArgs | [Error, null]) => {
        const certificate = (second as TLSSocket | null)?.getPeerX509Certificate?.()
        if (certificate) certificates.set(error, presented(certificate, trustedIn(ca, caFile)))
        second?.destroy()
        callback(error, null)
      })
    })
}
