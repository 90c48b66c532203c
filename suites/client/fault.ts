import type { SpecVersion } from '../../src/engine/requirement.ts'
import type { Decision } from '../../src/mini-client/behaviour.ts'
import type { RequirementId } from './requirements.ts'

/** One deliberate violation of one requirement by the mini client. */
export interface ClientFault {
  /** Lasting, lower case with dashes. */
  id: string
  /** The requirement that it violates. */
  violates: RequirementId
  /** What the client does, in the present tense. */
  title: string
  /** Versions in which that is a violation; absent for all that have the requirement. */
  at?: readonly SpecVersion[]
  /** Clients in which it has been seen. */
  seenIn?: string
  /** Other requirements that the same behaviour violates, since none can be violated without the other. */
  also?: readonly RequirementId[]
  /** Why `also` cannot be avoided. */
  because?: string
  /** The decisions that it makes wrongly. */
  deviates: readonly Decision[]
}
