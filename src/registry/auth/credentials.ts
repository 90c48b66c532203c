import { basic } from '../transport/basic.ts'

/** What authenticates a user to a registry. */
export type Credentials =
  | { username: string; password: string }
  /** An OAuth2 refresh token, as `docker login` keeps it. */
  | { identityToken: string }
  /** A token that is sent as it is. */
  | { bearer: string }

/** The user name under which credential stores keep identity tokens. */
const identityUser = '<token>'

/** Credentials without the special forms of credential stores: an identity token under a user name, an empty pair. */
export function normalise(credentials: Credentials | undefined): Credentials | undefined {
  if (!credentials || !('username' in credentials)) return credentials
  const { username, password } = credentials
  if (username === identityUser) return { identityToken: password }
  return username === '' && password === '' ? undefined : credentials
}

/** The parts of credentials that no report may contain. */
export function secretsOf(credentials: Credentials | undefined): string[] {
  if (!credentials) return []
  if ('identityToken' in credentials) return [credentials.identityToken]
  if ('bearer' in credentials) return [credentials.bearer]
  const { username, password } = credentials
  if (password === '') return []
  // The value that is sent, since servers encode it once more, and findings show bytes in hexadecimal.
  const sent = basic(username, password).slice('Basic '.length)
  return [password, `${username}:${password}`, sent]
}
