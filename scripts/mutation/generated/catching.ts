import type { Requirement, SpecVersion } from '../../../src/engine/requirement.ts'
import type { Verdict } from '../../../src/engine/verdict.ts'
import type { Reporter } from '../../../src/results/reporter.ts'

/** Whether a verdict is what a violation of the requirement leads to. */
export function isViolation(
  id: string,
  verdict: Verdict,
  requirements: readonly Requirement[],
  spec: SpecVersion,
): boolean {
  if (verdict !== 'warn') return verdict === 'fail'
  return requirements.find((requirement) => requirement.id === id)?.at[spec]?.level !== 'MUST'
}

/** Watches a run, and ends it once any of the requirements was found violated. */
export function catching(
  violates: readonly string[],
  requirements: readonly Requirement[],
  spec: SpecVersion,
): { reporter: Reporter; signal: AbortSignal } {
  const controller = new AbortController()
  const wanted = new Set(violates)
  return {
    signal: controller.signal,
    reporter: {
      name: 'catching',
      onEvent(event) {
        if (event.type !== 'test-finished') return
        const isCaught = Object.entries(event.test.evaluated).some(
          ([id, verdict]) => wanted.has(id) && isViolation(id, verdict, requirements, spec),
        )
        if (isCaught) controller.abort()
      },
    },
  }
}
