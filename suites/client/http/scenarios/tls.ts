import type { TlsPair } from '../../../../src/reference/options.ts'
import { holds } from '../../../../src/engine/judgement.ts'
import { authorizationOf } from '../../judges/requests.ts'
import { certificates, type Certificates } from '../../lab/certificates.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { seenAt, type ClientJudge } from '../../seen.ts'

/** What reaches a registry whose certificate does not hold. No statement is about certificates. */
const notes =
  (what: string): ClientJudge<unknown> =>
  ({ exchanges }) => {
    if (exchanges.length === 0) return holds()
    const isAuthorized = exchanges.some((each) => authorizationOf(each) !== undefined)
    const sent = isAuthorized ? 'Authorization' : 'requests'
    return seenAt(exchanges, holds(`sends ${sent} to a registry whose certificate ${what}`))
  }

const serving = (id: string, what: string, pair: (made: Certificates) => TlsPair): AnyScenario =>
  defineScenario({
    id,
    title: `a registry whose certificate ${what}`,
    operation: 'tls',
    stage({ image, random, tag }) {
      const made = certificates()
      return {
        facts: {},
        login: true,
        trusts: made.trusted,
        registry: { holds: [{ tree: image(random), tag }], settings: { tls: pair(made) } },
      }
    },
    judges: { 'client.http.redirect-authorization': notes(what) },
  })

export const scenarios: readonly AnyScenario[] = [
  serving('tls-unknown-issuer', 'has an unknown issuer', ({ unknownIssuer }) => unknownIssuer),
  serving('tls-other-name', 'is for another name', ({ otherName }) => otherName),
]
