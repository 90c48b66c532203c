import { createHash, timingSafeEqual } from 'node:crypto'

export type Action = 'pull' | 'push' | 'delete'
export const actions: readonly Action[] = ['pull', 'push', 'delete']

/** What an account may do in some repositories: a name, `prefix/*`, or `*` for all. */
export interface Grant {
  repository: string
  actions: readonly Action[]
}

export interface Account {
  username: string
  password: string
  /** Default: everything everywhere. */
  grants?: readonly Grant[]
}

/** Who sends a request, as far as it has been proven, and what that allows. */
export interface Caller {
  /** Absent for an anonymous caller. */
  username?: string
  may(repository: string, action: Action): boolean
  /** True where the caller has requested this repository and got less: requesting it again is of no use. */
  wasDenied(repository: string): boolean
}

export const everyone: Caller = { may: () => true, wasDenied: () => false }

const covers = (pattern: string, repository: string): boolean =>
  pattern === '*' ||
  pattern === repository ||
  (pattern.endsWith('/*') && repository.startsWith(pattern.slice(0, -1)))

/** Whether the account, or with none an anonymous caller, may act on the repository. */
export function isAllowed(
  account: Account | undefined,
  repository: string,
  action: Action,
  anonymousPull: boolean,
): boolean {
  if (anonymousPull && action === 'pull') return true
  if (account === undefined) return false
  if (account.grants === undefined) return true
  return account.grants.some(
    (grant) => covers(grant.repository, repository) && grant.actions.includes(action),
  )
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
const sameText = (left: string, right: string): boolean => timingSafeEqual(hash(left), hash(right))

export const findAccount = (
  accounts: readonly Account[],
  username: string,
  password: string,
): Account | undefined =>
  accounts.find((account) => account.username === username && sameText(account.password, password))

/** Reads `Basic` credentials (RFC 7617); undefined where the field holds something else. */
export function basicCredentials(
  field: string | undefined,
): { username: string; password: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(field ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) }
}
