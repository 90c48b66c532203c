import { beforeAll, describe, test } from 'vitest'
import {
  bySuite,
  conformanceTests,
  outcomeOf,
  runConformance,
  type ConformanceOptions,
} from './assay/embedded.ts'
import { runTimeoutOf } from './assay/run-timeout.ts'
import type { RunResult } from './results/result.ts'

export type { ConformanceOptions } from './assay/embedded.ts'

/**
 * Registers every requirement as a test of the caller's own vitest run. The registry is tested
 * once, before the first of them; what it does not support, and what is blocked by a failure,
 * is skipped with its reason.
 *
 * ```ts
 * import { conformance } from 'oci-assay/vitest'
 * conformance('our registry', { target: 'http://localhost:5000', spec: '1.1' })
 * ```
 */
export function conformance(name: string, options: ConformanceOptions): void {
  const runTimeout = runTimeoutOf(options)
  describe(name, () => {
    let result: RunResult | undefined
    beforeAll(
      async () => {
        result = await runConformance(options)
      },
      (runTimeout + 60) * 1000,
    )
    for (const [suite, tests] of bySuite(conformanceTests(options))) {
      describe(suite, () => {
        for (const each of tests) {
          test(each.name, (context) => {
            const outcome = outcomeOf(result, each.requirement, options)
            if (outcome.state === 'failed') throw outcome.error
            if (outcome.state === 'skipped') context.skip(outcome.reason)
          })
        }
      })
    }
  })
}
