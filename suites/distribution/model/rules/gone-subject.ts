import { isOn, isSuccess, type Observed } from '../observed.ts'
import type { OperationOn } from '../operation.ts'
import type { History } from '../history.ts'
import { isAbsent } from '../presence.ts'

/**
 * The deletions of a manifest's subject, where it is certainly not there any more: a manifest may be pushed without its subject,
 * whether that was never there or is gone.
 */
export function deletionsOfSubject(
  { operation: { repository }, start, end }: Observed<OperationOn<'manifest'>>,
  subject: string | undefined,
  history: History,
): readonly Observed[] {
  if (subject === undefined || !isAbsent(history.possibleManifest(repository, subject, { start, end })))
    return []
  return history.observed.filter(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.method === 'DELETE' &&
      each.operation.repository === repository &&
      history.sha256Of(each.operation.reference) === history.sha256Of(subject) &&
      isSuccess(each) &&
      each.end <= start,
  )
}
