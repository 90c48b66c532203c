import type { TransportError } from '../record/exchange.ts'
import { adviceOnMalformed } from '../transport/failure/malformed-error.ts'

/** What to do next, by the code of a transport error. */
export const adviceFor: Readonly<Record<string, string>> = {
  refused: 'start the registry, correct the port, or let --wait <seconds> wait for it',
  'unknown-host': 'check the spelling of the address, or the DNS of this machine',
  unreachable: 'check the network of this machine and the address',
  tls: 'name its authority with --ca-file, use --plain-http for a registry without TLS, or --insecure-skip-verify',
  timeout: 'check address and firewall, or allow more time with --timeout',
  reset: 'look into its log; a TLS port closes plain connections: try https://',
  'redirect-loop': 'check the address, and what is in front of the registry',
  anonymous: 'provide them with --username and --password-stdin, or log in with docker login first',
  unauthorised: 'check the credentials, and what they may access',
}

/** What to do about a first request that failed; the cause of a malformed response is more precise than its code. */
export function adviceOn({ code, cause }: TransportError): string {
  if (code === 'malformed') return adviceOnMalformed(cause, false)
  if (cause === 'not-tls') return 'use http:// in the address, or --plain-http'
  if (cause === 'unfinished-header') return 'look into its log'
  return adviceFor[code] ?? 'check the address, and try it with curl'
}
