import { beforeAll, expect, it } from 'vitest'
import { attack } from '../../../attack.ts'
import { assay } from '../../../../src/assay/assay.ts'
import type { RunResult } from '../../../../src/results/result.ts'
import { withReference } from '../../assay/fixture.ts'
import { createReferenceRegistry } from '../../../../src/reference/index.ts'
import { disturbances } from '../../../../suites/distribution/disturbances/index.ts'
import { faults } from '../../../../suites/distribution/faults.ts'
import { requirements } from '../../../../suites/distribution/requirements.ts'
import { effectsOf } from '../../../../suites/distribution/faults.ts'

/** A run as a hurried user does it; the same content each time. */
const disturbedRun = (ids: readonly string[]): Promise<RunResult> => {
  const registry = createReferenceRegistry({ spec: 'dev', effects: effectsOf(...ids) })
  const { auth, accounts } = registry.options
  const [account] = accounts
  return withReference(registry, async (access) => {
    const { result } = await assay({
      ...access,
      spec: 'dev',
      seed: 'd157',
      depth: 'quick',
      timeout: 2000,
      patience: 0.05,
      ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
    })
    return result
  })
}

/** The run of each disturbance, which more than one test looks at. */
const runs = new Map<string, Promise<RunResult>>()
const disturbed = (id: string): Promise<RunResult> => {
  const run = runs.get(id) ?? disturbedRun([id])
  runs.set(id, run)
  return run
}

const verdicts = ({ requirements: found }: RunResult) =>
  new Map(found.map(({ id, verdict }) => [id, verdict] as const))

let calm: ReturnType<typeof verdicts>
beforeAll(async () => {
  calm = verdicts(await disturbedRun([]))
})

it('are distinct from faults, and touch what exists', () => {
  const ids = requirements.map(({ id }) => id)
  for (const { id, touches } of disturbances) {
    expect(faults.map((fault) => fault.id)).not.toContain(id)
    for (const touched of touches)
      expect(
        ids.some((each) => each.startsWith(touched)),
        touched,
      ).toBe(true)
  }
})

/** Ids, or beginnings of ids that end with a dot; the empty beginning is that of all. */
const isTouched = (touches: readonly string[], requirement: string): boolean =>
  touches.some((each) =>
    each === '' || each.endsWith('.') ? requirement.startsWith(each) : requirement === each,
  )

// A run ends whatever happens on the way, and a connection error is not held against the registry behind it.
for (const { id, title, touches } of disturbances)
  attack(
    {
      part: 'Outages',
      what: `a target, or something in front of it, that ${title}`,
      result: 'no false failure',
    },
    async () => {
      const result = await disturbed(id)
      expect(result.complete).toBe(true)
      const accused = result.requirements
        .filter(
          ({ id: requirement, verdict }) =>
            verdict !== calm.get(requirement) && !isTouched(touches, requirement),
        )
        .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
      expect(accused.map(({ id: requirement, findings }) => [requirement, findings[0]?.title])).toEqual([])
    },
    60_000,
  )

it('are reported where a registry fails over what it answers a moment later', async () => {
  const { requirements: found } = await disturbed('failing-reads')
  const [note] = found.find(({ id }) => id === 'errors.format')?.notes ?? []
  expect(note?.text).toMatch(/^failed \d+ requests, which succeeded later: \w+ \/v2\//)
  expect(note?.evidence.length).toBeGreaterThan(0)
})

// Trouble that passes leaves no trace: the same verdicts as without it, where they are verdicts on the registry.
it.each([
  'answers-slow',
  'bodies-reset',
  'failing-for-no-reason',
  'failing-now-and-then',
  'failing-reads',
  'deletions-fail',
  'limited',
  'tokens-expire',
  'deletions-late',
])('leaves every verdict as it was: %s', { timeout: 60_000 }, async (id) => {
  const found = verdicts(await disturbed(id))
  const changed = [...found].filter(([requirement, verdict]) => {
    const before = calm.get(requirement)
    return verdict !== before && !(before === 'unsupported' && verdict === 'pass')
  })
  expect(changed).toEqual([])
})
