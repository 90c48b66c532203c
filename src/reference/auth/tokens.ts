import { randomBytes } from 'node:crypto'
import type { Account, Action } from './accounts.ts'
import type { Scope } from './scope.ts'

/** The account and scopes of a bearer token. */
export interface Token {
  account: Account | undefined
  /** What was allowed of what was requested. */
  granted: readonly Scope[]
  requested: readonly Scope[]
  /** Milliseconds since the epoch. */
  expires: number
}

export interface Tokens {
  issue(token: Omit<Token, 'expires'>): string
  /** Undefined where the token was never issued; `expired` where its time is over. */
  find(text: string): Token | 'expired' | undefined
  issueRefresh(account: Account): string
  findRefresh(text: string): Account | undefined
}

/** More than these are forgotten, the oldest first. */
const kept = 10_000

function remember<Value>(entries: Map<string, Value>, value: Value): string {
  const [oldest] = entries.keys()
  if (entries.size >= kept && oldest !== undefined) entries.delete(oldest)
  const text = randomBytes(24).toString('base64url')
  entries.set(text, value)
  return text
}

/** Opaque tokens that are valid for `lifetime` seconds, and refresh tokens that are valid as long as the registry. */
export function createTokens({ lifetime, now }: { lifetime: number; now: () => number }): Tokens {
  const tokens = new Map<string, Token>()
  const refreshTokens = new Map<string, Account>()
  return {
    issue: (token) => remember(tokens, { ...token, expires: now() + lifetime * 1000 }),
    find(text) {
      const token = tokens.get(text)
      return token !== undefined && token.expires <= now() ? 'expired' : token
    },
    issueRefresh: (account) => remember(refreshTokens, account),
    findRefresh: (text) => refreshTokens.get(text),
  }
}

export const grants = (scopes: readonly Scope[], repository: string, action: Action): boolean =>
  scopes.some((scope) => scope.repository === repository && scope.actions.includes(action))
