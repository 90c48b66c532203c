import type { Challenge } from './challenge.ts'
import { joinScopes, splitScopes, widenScopes, type RequestScopes } from './scopes.ts'

/** What a token is requested for. */
export interface TokenParameters {
  /** As the registry named it. */
  realm: string
  service: string | undefined
  scopes: readonly string[]
}

/** The key of a token in the cache: equal parameters are those of one token. */
export const keyOf = ({ realm, service, scopes }: TokenParameters): string =>
  JSON.stringify([realm, service, scopes])

/** The parameters that a token can be requested with after a challenge. */
export interface TokenCandidates {
  /** The scope of the challenge, with the extra scopes of the request. */
  first: TokenParameters
  /** With the request's own scope: a challenge may name too little, such as `pull` alone for a push. */
  wider: TokenParameters
  /** Without extra scopes: a token server may refuse everything because of one repository. */
  narrower: TokenParameters
}

/** The parameters that a challenge of the Bearer scheme leads to; undefined where it names no realm. */
export function tokenParametersOf(
  { parameters }: Challenge,
  { own, extra }: RequestScopes,
): TokenCandidates | undefined {
  const realm = parameters.get('realm')
  if (realm === undefined || realm === '') return undefined
  const named = splitScopes(parameters.get('scope'))
  const scopes = named.length > 0 ? named : own
  const server = { realm, service: parameters.get('service') }
  return {
    first: { ...server, scopes: joinScopes(scopes, extra) },
    wider: { ...server, scopes: joinScopes(widenScopes(scopes, own), extra) },
    // Without a scope in the challenge: the repository of the request, which comes first.
    narrower: { ...server, scopes: named.length > 0 ? named : own.slice(0, 1) },
  }
}
