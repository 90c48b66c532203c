import { expect, it } from 'vitest'
import { may, must } from '../../../src/engine/requirement.ts'
import { generatedFault, generateFaults } from '../../../suites/distribution/generated-faults/generate.ts'
import { runScenario } from '../mutant.ts'
import type { Outcome, Reported } from '../outcome.ts'
import { createReach } from '../../../suites/distribution/generated-faults/reach.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { gapsOf } from './gaps.ts'
import { isViolation } from './catching.ts'
import { cellsOf, fateOf, spreadOf } from './fate.ts'
import { generatedComplaints, generatedSum, generatedTable, shareCaught, wideFaults } from './report.ts'
import type { Generated } from './run.ts'
import { sampleOf } from './sample.ts'

const requirements = [
  { id: 'push.must', title: 'must', section: 'x', at: { dev: must(1) } },
  { id: 'push.may', title: 'may', section: 'x', at: { dev: may(1) } },
]

it.each([
  ['push.must', 'fail', true],
  ['push.must', 'warn', false],
  ['push.must', 'blocked', false],
  ['push.may', 'warn', true],
  ['push.may', 'fail', true],
  ['push.may', 'pass', false],
] as const)('%s with the verdict %s is a violation: %s', (id, verdict, expected) => {
  expect(isViolation(id, verdict, requirements, 'dev')).toBe(expected)
})

const faultOf = (id: string) => {
  const fault = generatedFault(id)
  if (fault === undefined) throw new Error(`there is no ${id}`)
  return fault
}
const reported = (verdict: Reported['verdict']): Reported => ({ verdict, tests: [], notes: [] })
const outcome = (more: Partial<Outcome>): Outcome => ({ reported: {}, fired: 1, duration: 1, ...more })
const fate = (id: string, more: Partial<Outcome>) =>
  fateOf(faultOf(id), outcome(more), { catches: faultOf(id).violates, requirements, spec: 'dev' })

it('tells what was caught from what was missed and what never happened', () => {
  const id = 'get-404~by-tag~after-move'
  expect(fate(id, { reported: { 'pull.manifest.by-tag': reported('fail') } }).ending).toBe('caught')
  expect(
    fateOf(faultOf(id), outcome({ reported: { 'push.must': reported('warn') } }), {
      catches: ['push.must'],
      requirements,
      spec: 'dev',
    }).ending,
  ).toBe('warned')
  expect(fate(id, { reported: { 'errors.format': reported('fail') } }).ending).toBe('missed')
  expect(fate(id, { fired: 0 }).ending).toBe('untriggered')
  expect(fate(id, { aborted: 'no address' }).ending).toBe('aborted')
})

const generated = (more: Partial<Generated> = {}): Generated => ({
  fates: [
    fate('get-404~by-tag~after-move', { reported: { 'pull.manifest.by-tag': reported('fail') } }),
    fate('get-404~by-digest~in-both', {}),
    fate('put-500~by-tag~again', { fired: 0 }),
  ],
  available: 3,
  whole: [],
  seed: 'x',
  duration: 1,
  ...more,
})

it('sums up by value of each dimension', () => {
  expect(cellsOf(generated().fates, 'effect')).toEqual([
    { value: 'get-404', faults: 2, caught: 1, warned: 0, missed: 1, untriggered: 0 },
    { value: 'put-500', faults: 1, caught: 0, warned: 0, missed: 0, untriggered: 1 },
  ])
  const table = generatedTable(generated())
  expect(table).toContain('missed: get-404~by-digest~in-both (1 times)')
  expect(table).toContain('untriggered: put-500~by-tag~again')
  expect(generatedSum(generated())).toContain('1 of 3 generated faults were caught (33.3 %)')
})

it('complains below its limit only', () => {
  expect(shareCaught(generated())).toBeCloseTo(1 / 3)
  expect(generatedComplaints(generated())).toHaveLength(1)
  expect(generatedComplaints(generated({ fates: generated().fates.slice(0, 1) }))).toEqual([])
})

it('allows a sample what chance makes of it, and all faults nothing', () => {
  const caught = fate('get-404~by-tag~after-move', { reported: { 'pull.manifest.by-tag': reported('fail') } })
  const missed = fate('get-404~by-digest~in-both', {})
  const of400 = (misses: number, available: number) =>
    generatedComplaints(
      generated({
        available,
        fates: Array.from({ length: 400 }, (_, at) => (at < misses ? missed : caught)),
      }),
    )
  expect(of400(12, 6000)).toEqual([])
  expect(of400(13, 6000)).toHaveLength(1)
  expect(of400(8, 400)).toEqual([])
  expect(of400(9, 400)).toEqual(['less than 98.0 % of the generated faults were caught'])
})

const leadingTo = (id: string, ...ids: readonly string[]) =>
  fate(id, { reported: Object.fromEntries(ids.map((each) => [each, reported('fail')])) })

it('lists what leads to more than two findings, the most first', () => {
  const whole = [
    leadingTo('get-404~by-tag~after-move', 'push.a', 'push.b'),
    leadingTo('get-404~by-digest~in-both', 'push.a', 'push.b', 'push.c'),
    leadingTo('put-500~by-tag~again', 'push.a', 'push.b', 'push.c', 'push.d'),
  ]
  expect(wideFaults(generated({ whole }))).toEqual([
    'put-500~by-tag~again leads to 4 findings: push.a, push.b, push.c, push.d',
    'get-404~by-digest~in-both leads to 3 findings: push.a, push.b, push.c',
  ])
  expect(generatedSum(generated({ whole }))).toContain(
    'median 3, 95th percentile 4, at most 4 in 3 whole runs',
  )
})

it('measures how numbers spread', () => {
  expect(spreadOf([1, 1, 1, 2, 9])).toEqual({ median: 1, p95: 9, most: 9 })
  expect(spreadOf([])).toEqual({ median: 0, p95: 0, most: 0 })
})

it('chooses by seed, and uses each value of each dimension about as often', () => {
  const faults = generateFaults()
  const sample = sampleOf(faults, 500, 'one')
  expect(sample).toHaveLength(500)
  expect(sampleOf(faults, 500, 'one')).toEqual(sample)
  expect(sampleOf(faults, 500, 'two')).not.toEqual(sample)
  for (const dimension of ['effect', 'state'] as const) {
    const present = new Set(faults.map((fault) => fault[dimension].id))
    const missing = present.size - new Set(sample.map((fault) => fault[dimension].id)).size
    expect(missing, dimension).toBeLessThan(present.size / 50)
  }
})

it('finds out what traffic can trigger', async () => {
  const faults = ['get-404', 'head-404'].flatMap((effect) =>
    generateFaults().filter(({ id }) => id.startsWith(`${effect}~`)),
  )
  const reach = createReach()
  const registry = createReferenceRegistry({ effects: [reach.effects] })
  const { url, close } = await registry.listen()
  const put = (body: string) =>
    fetch(`${url}/v2/a/manifests/v1`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/vnd.oci.image.index.v1+json' },
      body,
    })
  await put('{"manifests":[]}')
  await put('{"manifests":[],"annotations":{}}')
  await fetch(`${url}/v2/a/manifests/v1`)
  await close()
  const reached = faults.filter(reach.reaches).map(({ id }) => id)
  expect(reached).toContain('get-404~of-index~after-move')
  expect(reached).toContain('get-404~by-tag~unread')
  expect(reached.filter((id) => /head-404|of-image|after-second-move|by-digest/.test(id))).toEqual([])
  const gaps = gapsOf(faults, reach)
  expect(gaps).toContain('manifest-head of tag, manifest-head of manifest')
  expect(gaps).toContain('  never after-second-move')
  expect(gaps).toContain(`${reached.length} of ${faults.length} generated faults could happen`)
})

it('ends a run with its first finding', { timeout: 60_000 }, async () => {
  const { id, violates: catches } = faultOf('get-404~always~anytime')
  const scenario = { generated: id, spec: 'dev', catches } as const
  const short = await runScenario(scenario, 'process')
  const whole = await runScenario({ ...scenario, whole: true }, 'process')
  for (const { reported: found, aborted } of [short, whole]) {
    expect(aborted).toBeUndefined()
    expect(Object.keys(found).some((each) => catches.some((caught) => caught === each))).toBe(true)
  }
  expect(short.fired).toBeLessThan(whole.fired ?? 0)
})

// Each stands for a kind that a run once missed.
it.each([
  // What a manifest refers to is gone, which is seen only when it is pushed again.
  'put-loses-blob~with-digest-twice~several-tags',
  // A failure that passes when the request is sent again.
  'blob-get-500~range-in-middle~read-before',
  // A wrong status while something overlaps.
  'delete-200~with-empty-layer~overlapping',
  // Other bytes than those that were refused.
  'push-stores-changed~with-final-chunk~mounted',
])('catches %s', { timeout: 60_000 }, async (id) => {
  const { violates: catches } = faultOf(id)
  const { reported, fired } = await runScenario({ generated: id, spec: 'dev', catches }, 'process')
  const caught = catches.filter((each) => ['fail', 'warn'].includes(reported[each]?.verdict ?? ''))
  expect(fired).toBeGreaterThan(0)
  expect(caught).not.toEqual([])
})
