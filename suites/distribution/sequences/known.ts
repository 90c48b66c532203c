import type { Contradiction } from '../model/contradiction.ts'
import type { RegistryContext } from '../target/context.ts'

/** Where a requirement failed already, what a contradiction adds is not a finding of its own. */
export const isKnown = (
  t: Pick<RegistryContext, 'failed'>,
  { requirement, explainedBy = [] }: Contradiction,
): boolean => [requirement, ...explainedBy].some((id) => t.failed(id))

/** What is reported once in a run. */
export const titleOf = ({ requirement, judgement }: Contradiction): string =>
  `${requirement}: ${judgement.title}`

/**
 * What a contradiction is about, whatever led to it: the same lost tag violates another requirement after a deletion than by
 * itself, and to a HEAD than to a GET.
 */
export const kindOf = ({ requirement, explainedBy }: Contradiction): string =>
  (explainedBy?.at(-1) ?? requirement).replace('.head.', '.')
