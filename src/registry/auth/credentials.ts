/** What proves to a registry who asks. */
export type Credentials =
  | { username: string; password: string }
  /** An OAuth2 refresh token, as `docker login` keeps it. */
  | { identityToken: string }
  /** A token that is sent as it is. */
  | { bearer: string }

/** The user name under which credential stores keep identity tokens. */
const identityUser = '<token>'

/** Folds the stores' spelling of an identity token, and an empty pair, into what they mean. */
export function normalise(credentials: Credentials | undefined): Credentials | undefined {
  if (!credentials || !('username' in credentials)) return credentials
  const { username, password } = credentials
  if (username === identityUser) return { identityToken: password }
  return username === '' && password === '' ? undefined : credentials
}

/** The value of an Authorization field for Basic (RFC 7617), in UTF-8. */
export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`

/** The parts of credentials that no report may hold. */
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
