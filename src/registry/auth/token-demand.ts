import type { Challenge } from './challenge.ts'
import { joinScopes, splitScopes, widenScopes } from './scopes.ts'
import type { TokenDemand } from './token.ts'

/** What one request needs of a token. */
export interface Needs {
  /** Guessed from the request; may be wrong or empty. */
  own: readonly string[]
  /** Besides: for mounts. */
  extra: readonly string[]
}

/** By which tokens are kept: what two demands have in common is one token. */
export const keyOf = ({ realm, service, scopes }: TokenDemand): string =>
  JSON.stringify([realm, service, scopes])

/** What to ask a token server for after a challenge. */
export interface Demands {
  /** The scope of the challenge, and what the request needs besides. */
  first: TokenDemand
  /** With the scope of the request: a challenge may name too little, such as `pull` alone for a push. */
  wider: TokenDemand
  /** Nothing besides: a token server may refuse everything because of one repository. */
  narrower: TokenDemand
}

/** The demands that a challenge of the Bearer scheme leads to; undefined where it names no realm. */
export function demandsOf({ parameters }: Challenge, { own, extra }: Needs): Demands | undefined {
  const realm = parameters.get('realm')
  if (realm === undefined || realm === '') return undefined
  const named = splitScopes(parameters.get('scope'))
  const asked = named.length > 0 ? named : own
  const about = { realm, service: parameters.get('service') }
  return {
    first: { ...about, scopes: joinScopes(asked, extra) },
    wider: { ...about, scopes: joinScopes(widenScopes(asked, own), extra) },
    // Without a scope in the challenge: the repository of the request, which comes first.
    narrower: { ...about, scopes: named.length > 0 ? named : own.slice(0, 1) },
  }
}
