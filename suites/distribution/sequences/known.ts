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
