import type { Judgement, Violated } from '../../../src/engine/judgement.ts'
import type { RequirementId } from '../requirements.ts'
import type { Observed } from './observed.ts'

/** A response that nothing in its history explains, and the requirement that it violates. */
export interface Contradiction {
  requirement: RequirementId
  judgement: Violated
  observed: Observed
  /** Operations before it that fix what was required, oldest first. */
  because: readonly Observed[]
  /** The one of these that the response should show, where others came after it; absent: the last of them. */
  since?: Observed
  /**
   * Requirements which, where they fail by themselves, explain it: a pull that returns no manifest under any circumstances says nothing
   * about the tag that was moved before.
   */
  explainedBy?: readonly RequirementId[]
  /**
   * Requirements of what is unusual about a request and need not be accepted: where a registry is known to refuse that, and be it with no
   * more than a warning, the refusal says nothing about anything else.
   */
  excusedBy?: readonly RequirementId[]
  /** True where a registry that is only slow would be seen so for a while: it is looked at again before it counts. */
  maySettle?: true
  /**
   * True where others may have removed what was not found: content that everybody has, such as the empty blob. It counts where it is so
   * each time.
   */
  mayBeOfOthers?: true
}

/** Makes contradictions of judgements: one that holds makes none. */
export const contradicts = (
  requirement: RequirementId,
  judgement: Judgement,
  about: Omit<Contradiction, 'requirement' | 'judgement'>,
): Contradiction[] => (judgement.holds ? [] : [{ requirement, judgement, ...about }])
