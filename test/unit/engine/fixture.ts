import type { RunResult } from '../../../src/results/result.ts'
import type { RunEvent } from '../../../src/results/events.ts'
import { plan, type Selection } from '../../../src/engine/plan.ts'
import { may, must, should, type Requirement, type Specification } from '../../../src/engine/requirement.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { limitRun } from '../../../src/engine/limit.ts'
import { run } from '../../../src/engine/run.ts'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import type { Capability, Suite, Test, TestContext } from '../../../src/engine/suite.ts'

/** A small specification of a lamp, so that the engine is tested without HTTP. */
export const lampSpecification: Specification = {
  name: 'lamp',
  title: 'Lamp Specification',
  file: 'lamp.md',
  versions: {
    '1.0': { label: 'v1', revision: 'v1', url: 'https://lamp.example/v1' },
    '1.1': { label: 'v2', revision: 'v2', url: 'https://lamp.example/v2' },
    dev: { label: 'dev', revision: 'abc', url: 'https://lamp.example/abc' },
  },
}

const at = { '1.0': must(1), '1.1': must(2), dev: must(3) }
export const lampRequirements: readonly Requirement[] = [
  { id: 'lamp.shines', title: 'shines', section: 'light', at },
  { id: 'lamp.white', title: 'shines white', section: 'light', at, dependsOn: ['lamp.shines'] },
  { id: 'lamp.warm', title: 'is warm', section: 'heat', at: { '1.1': should(4), dev: must(5) } },
  { id: 'lamp.dims', title: 'dims', section: 'dimming', at: { '1.1': may(6) } },
  { id: 'lamp.lasts', title: 'lasts', section: 'age', at, unobservable: 'it would take years' },
]

/** The suite of the lamp, of these tests and requirements. */
export const lampSuite = (
  tests: readonly Test<TestContext>[] = [],
  requirements: readonly Requirement[] = lampRequirements,
): Suite<TestContext> => ({
  name: 'lamp',
  title: 'Lamp',
  specification: lampSpecification,
  requirements,
  tests,
})

export interface LampRun {
  tests: readonly Test<TestContext>[]
  capabilities?: readonly Capability<TestContext>[]
  requirements?: readonly Requirement[]
  selection?: Partial<Selection>
  concurrency?: number
  testTimeout?: number
  /** Seconds. */
  runTimeout?: number
  signal?: AbortSignal
  abortReason?: () => string | undefined
}

/** Runs tests against nothing and gives back the events and the result that they fold into. */
export async function runLamp(options: LampRun): Promise<{ events: RunEvent[]; result: RunResult }> {
  const { tests, capabilities = [], requirements, selection, signal, abortReason } = options
  const events: RunEvent[] = []
  await run({
    plan: plan([lampSuite(tests, requirements)], capabilities, { spec: '1.1', ...selection }),
    target: {
      description: { kind: 'image', name: 'lamp', details: {} },
      open: (tools) => tools,
      ...(abortReason ? { abortReason } : {}),
    },
    profile: { specification: 'lamp', spec: '1.1', suites: ['lamp'], claimed: false, readOnly: false },
    seed: 'seed',
    tool: { name: 'oci-assay', version: '0.0.0' },
    emit: (event) => events.push(event),
    concurrency: options.concurrency ?? 4,
    testTimeout: options.testTimeout ?? 5000,
    limit: limitRun(withoutUndefined({ seconds: options.runTimeout, signal })),
  })
  return { events, result: foldEvents(events) }
}

export const verdictsBy = (result: RunResult): Record<string, string> =>
  Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]))
