import type { Reply } from '../../../src/reference/reply.ts'
import type { RequirementId } from '../requirements.ts'
import type { Value } from './dimension.ts'
import type { KeyKind } from './history.ts'
import type { Occasion, Operation } from './occasion.ts'

/** What an effect does in one registry. Where it strikes is decided by condition and state. */
export interface Strike {
  /** Before the registry handles the request: a returned reply ends it there. */
  before?: (occasion: Occasion) => Reply | undefined
  /**
   * Once the registry has replied: returns the reply that is sent, which may be the same one where the effect changed
   * what is stored; undefined where it had nothing to change.
   */
  after?: (reply: Reply, occasion: Occasion) => Reply | undefined
  /** In all replies of a known operation, whether condition and state hold or not: what an earlier strike has left. */
  later?: (reply: Reply, occasion: Occasion) => Reply | undefined
}

/** A way to go wrong, which becomes a fault together with a condition and a state. */
export interface BaseEffect {
  /** Lasting, lower case with dashes. */
  id: string
  /** What the registry does, in the present tense. */
  title: string
  /** Requirements that it violates: a run has caught it once it reports any of them. */
  violates: readonly [RequirementId, ...RequirementId[]]
  operations: readonly Operation[]
  /** What the request has to be about; absent for all that its operations can be about. */
  kinds?: readonly KeyKind[]
  /** Whether that has to be there before the request; absent where it does not matter. */
  present?: boolean
  /** Conditions that make sense beside "always". */
  conditions: readonly Value[]
  /** States in which it cannot happen, or in which the text allows it. */
  without?: readonly string[]
  /** Whether only later replies show it. */
  lasting?: true
  /** Called once for each registry. */
  make: () => Strike
}
