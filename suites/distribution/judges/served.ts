import { failure, type Judge } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'
import { isContentOf } from './digest.ts'
import { answers } from './response.ts'

export interface Served {
  /** Has it served; no registry may have to take it. */
  requirement: RequirementId
  /** Has its bytes be those of its digest. */
  exact: 'pull.manifest.exact-bytes' | 'push.post-put.stored'
  got: Exchange
  what: string
  digest: string
}

/** What was taken with success and is not found is lost, whether the registry had to take it or not: the client deletes its own. */
const isThere =
  (what: string): Judge<Exchange> =>
  (got) => {
    const judgement = answers(`a GET of ${what}`, 200)(got)
    return got.response?.status === 404 ? failure(judgement) : judgement
  }

/**
 * Whether content is served that a registry need not take. Other bytes than those of its digest are never a matter of the
 * recommendation or the option to take it: all content that is served is what its digest says (Pulling manifests, Pulling blobs).
 */
export const checkServed = (
  t: Pick<RegistryContext, 'check'>,
  { requirement, exact, got, what, digest }: Served,
): boolean => t.check(requirement, got, isThere(what)) && t.check(exact, got, isContentOf(what, digest))
