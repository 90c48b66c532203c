import type { TransportError } from '../record/exchange.ts'
import { adviceOnMalformed } from '../transport/failure/malformed-error.ts'

/** What to do next, by the code of a transport error. */
export const adviceFor: Readonly<Record<string, string>> = {
  refused: 'start the registry or correct the port',
  'unknown-host': 'check the spelling of the address, or the DNS of this machine',
  unreachable: 'check the network of this machine and the address',
  timeout: 'check the address and firewalls, or allow more time with --timeout',
  reset: 'check the log of the registry',
  'redirect-loop': 'check the address, and what is in front of the registry',
  anonymous: 'provide them with --username and --password-stdin, or log in with docker login',
  'chosen-anonymous': 'provide them with --username and --password-stdin instead of --anonymous',
  unauthorised: 'check the credentials, and what they may access',
}

/** Where it is the proxy that refuses. */
export const withoutProxy = 'bypass the proxy with --proxy none or NO_PROXY'

/** What was done already, and is not advised. */
export interface Done {
  /** Seconds of --wait that have passed. */
  waited?: number | undefined
  /** True where the user chose to send no credentials. */
  anonymous?: boolean | undefined
}

/** Until a registry is up, it refuses connections, or a proxy in front of it returns 503. */
export const wait = ', or wait for it with `--wait <seconds>`'

/** What to do about a first request that failed; the cause of a malformed response is more precise than its code. */
export function adviceOn({ code, cause, message }: TransportError, base: URL, { waited }: Done = {}): string {
  const own = message.split('; ').slice(1).join('; ')
  if (code === 'tls' && own !== '') return own
  if (code === 'refused' && waited === undefined) return `${adviceFor['refused']}${wait}`
  if (cause === 'unfinished-header') return 'check its log'
  if (code === 'reset') {
    // A TLS port closes connections without TLS, and one that requires a client certificate those without it.
    return base.protocol === 'http:'
      ? `${adviceFor['reset']}, or try https:// in the address`
      : own || adviceFor['reset']!
  }
  if (code === 'malformed') return adviceOnMalformed(cause, false)
  return own === '' ? (adviceFor[code] ?? 'check the address, and try it with curl') : own
}
