import type { RequirementResult } from '../../src/engine/events.ts'

/** What is blocked by something that neither fails nor could not be evaluated, one line each: there is never any. */
export function groundless(results: readonly RequirementResult[]): string[] {
  const verdicts = new Map(results.map(({ id, verdict }) => [id, verdict]))
  const isCause = (id: string | undefined) => ['fail', 'error'].includes(verdicts.get(id ?? '') ?? '')
  return results.flatMap(({ id, verdict, blockedBy, reason = '', findings }) => {
    // What follows from a warning is a warning.
    const isWarning = findings.length > 0 && findings.every((finding) => finding.verdict === 'warn')
    const isGrounded = isCause(blockedBy) || (isWarning && verdicts.get(blockedBy ?? '') === 'warn')
    if (verdict === 'blocked' && !isGrounded) return [`${id} is blocked by ${blockedBy}`]
    return verdict === 'error' && / \((?:although .* holds|.* warns)\)$/.test(reason)
      ? [`${id}: ${reason}`]
      : []
  })
}
