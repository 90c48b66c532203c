import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'
import { isContentOf } from './digest.ts'
import { answers } from './response.ts'

export interface Served {
  /** Has it served; no registry may have to. */
  requirement: RequirementId
  /** Has its bytes be those of its digest. */
  exact: 'pull.manifest.exact-bytes' | 'push.post-put.stored'
  got: Exchange
  what: string
  digest: string
}

/**
 * Whether content is served that a registry need not take. Other bytes than those of its digest are never a matter of the
 * recommendation or the option to take it: all content that is served is what its digest says (Pulling manifests, Pulling blobs).
 */
export const checkServed = (
  t: Pick<RegistryContext, 'check'>,
  { requirement, exact, got, what, digest }: Served,
): boolean =>
  t.check(requirement, got, answers(`a GET of ${what}`, 200)) &&
  t.check(exact, got, isContentOf(what, digest))
