import type { Policies } from '../../../suites/image/policies/policies.ts'
import { policySuite } from '../../../suites/image/policies/suite.ts'
import type { RegistryTestContext } from '../../../suites/distribution/target/context.ts'
import type { RequirementResult } from '../../engine/events.ts'
import type { Suite } from '../../engine/suite.ts'
import type { Statement } from '../../engine/verdict.ts'
import { imageTarget } from '../image/target.ts'
import { recordStatement } from '../images/statement.ts'
import type { AssayOptions } from '../options.ts'
import { runTarget } from '../pipeline.ts'

/** Of a test that reads all layers of an image; the limit of the run ends it before. */
const timeFactor = 1000

/**
 * The policies of the user, evaluated on the image before it is pushed: what is not as required is never the fault of the registry. What a
 * registry changes is found by the comparison of all bytes.
 */
export function policiesOfTrip(policies: Policies, source: AssayOptions): Suite<RegistryTestContext>[] {
  const suite = policySuite(policies)
  if (suite.tests.length === 0) return []
  let evaluated: Promise<readonly RequirementResult[]> | undefined
  const evaluate = () =>
    (evaluated ??= runTarget(imageTarget({ ...source, policies, suites: [suite.name] }), source).then(
      ({ result }) => result.requirements,
    ))
  return [
    {
      ...suite,
      tests: suite.tests.map(({ id, title, evaluates }) => ({
        id,
        title,
        evaluates,
        timeFactor,
        async run(t) {
          const results = await evaluate()
          for (const requirement of evaluates)
            for (const statement of statementsOf(results.find((each) => each.id === requirement)))
              recordStatement(t, requirement, statement)
        },
      })),
    },
  ]
}

/** What the image alone shows of a policy. What keeps it from being evaluated is not part of a round trip, and so is its reason. */
function statementsOf(result: RequirementResult | undefined): Statement[] {
  if (!result) return []
  const { verdict, findings, reason = 'it was not evaluated', blockedBy } = result
  if (verdict === 'pass') return [{ kind: 'passed' }]
  if (verdict === 'skipped') return [{ kind: 'skipped', reason }]
  const failed = findings.map((finding): Statement => ({ kind: 'failed', finding }))
  if (verdict !== 'blocked' && verdict !== 'error') return failed
  return [...failed, { kind: 'error', reason: blockedBy === undefined ? reason : `${reason} (${blockedBy})` }]
}
