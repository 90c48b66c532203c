import { withoutUndefined } from '../../src/engine/optional.ts'
import { expect, it } from 'vitest'
import { page } from './html.ts'
import { isComplete, rowsOf, type Matrix } from './matrix.ts'
import { runScenario } from './mutant.ts'
import type { Outcome, Reported } from './outcome.ts'
import { complaintsOf, conclusion } from './report.ts'
import type { Expectation } from './scenario.ts'
import { isPrecise, killOf } from './verdict.ts'
import { must } from '../../src/engine/requirement.ts'
import type { Verdict } from '../../src/engine/verdict.ts'
import type { Fault } from '../../suites/distribution/fault.ts'

const reported = (verdict: Verdict, more: Partial<Reported> = {}): Reported => ({
  verdict,
  tests: [],
  notes: [],
  ...more,
})
const outcome = (all: Record<string, Reported>, aborted?: string): Outcome => ({
  reported: all,
  duration: 1,
  ...withoutUndefined({ aborted }),
})
const fault = (more: Partial<Fault<string>> = {}): Fault<string> => ({
  id: 'thing-undone',
  violates: 'pull.thing',
  title: 'does <nothing>',
  effects: () => ({}),
  ...more,
})
const judged = (
  found: Outcome,
  expected: Expectation = 'fail',
  more: Partial<Fault<string>> = {},
  sound = outcome({}),
) => killOf({ fault: fault(more), spec: 'dev', expected }, found, sound)

// Caught is what has the expected verdict, no harder and no softer.
it.each([
  ['fail', reported('fail'), true],
  ['fail', reported('warn'), false],
  ['fail', reported('blocked'), false],
  ['fail', undefined, false],
  ['warn', reported('warn'), true],
  ['warn', reported('fail'), false],
  ['unsupported', reported('unsupported'), true],
  ['blocked', reported('blocked'), true],
  ['note', reported('pass', { notes: ['answers 406'] }), true],
  ['note', reported('fail', { notes: ['answers 406'] }), false],
] as const)('%s expected, %j: %s', (expected, found, caught) => {
  expect(judged(outcome(found === undefined ? {} : { 'pull.thing': found }), expected).caught).toBe(caught)
})

// A note that the sound registry gives as well shows nothing.
it('distinguishes notes of the fault from those of the sound registry', () => {
  const both = outcome({ 'pull.thing': reported('pass', { notes: ['answers 406'] }) })
  expect(judged(both, 'note', {}, both).caught).toBe(false)
})

// Precise is what reports no other failure; what is merely blocked or absent is not one.
it.each([
  [{ 'pull.other': reported('fail') }, {}, false],
  [{ 'pull.other': reported('warn') }, {}, false],
  [{ 'pull.other': reported('error') }, {}, false],
  [{ 'pull.other': reported('blocked') }, {}, true],
  [{ 'pull.other': reported('unsupported') }, {}, true],
  [{ 'pull.other': reported('fail') }, { also: ['pull.other'] }, true],
  [{}, { also: ['pull.other'] }, false],
] as const)('with %j and %j it is precise: %s', (others, more, precise) => {
  expect(isPrecise(judged(outcome({ 'pull.thing': reported('fail'), ...others }), 'fail', more))).toBe(
    precise,
  )
})

it('counts a run that was aborted as neither', () => {
  const kill = judged(outcome({ 'pull.thing': reported('fail') }, 'the registry is gone'))
  expect([kill.caught, isPrecise(kill)]).toEqual([false, false])
})

const requirement = { id: 'pull.thing', title: 'does it', section: 'x', at: { dev: must(1) } }
const suites = [
  {
    name: 'pull',
    requirements: [requirement, { ...requirement, id: 'pull.hidden', unobservable: 'It is internal.' }],
  },
]
const matrix = (more: Partial<Matrix> = {}): Matrix => ({
  kills: [
    judged(outcome({ 'pull.thing': reported('fail', { text: 'answers <b>500</b>', tests: ['pull.test'] }) })),
  ],
  falseAlarms: [],
  unproven: [],
  duration: 2,
  ...more,
})

it('sums up by suite, without what cannot be evaluated', () => {
  expect(rowsOf(suites, matrix())).toEqual([
    { suite: 'pull', requirements: 1, violated: 1, faults: 1, caught: 1, precise: 1 },
    { suite: 'all', requirements: 1, violated: 1, faults: 1, caught: 1, precise: 1 },
  ])
  expect(isComplete(matrix())).toBe(true)
})

// Each way to be incomplete has a line of its own.
it.each([
  [
    'a survivor',
    { kills: [judged(outcome({}))] },
    'thing-undone (pull.thing, dev) survives: fail expected, pass',
  ],
  [
    'an accusation',
    {
      kills: [
        judged(outcome({ 'pull.thing': reported('fail'), 'pull.other': reported('warn', { text: 'why' }) })),
      ],
    },
    'also leads to warn of pull.other: why',
  ],
  [
    'a false alarm',
    { falseAlarms: [{ where: 'the layout x', requirement: 'pull.thing', text: 'fail: x' }] },
    'false alarm in the layout x',
  ],
  ['a gap', { unproven: ['pull.thing'] }, 'no fault violates pull.thing'],
  ['an aborted run', { kills: [judged(outcome({}, 'gone'))] }, 'ended the run: gone'],
] as const)('reports %s', (_, more, line) => {
  const incomplete = matrix(more)
  expect(isComplete(incomplete)).toBe(false)
  expect([...complaintsOf(incomplete), conclusion(incomplete)].join('\n')).toContain(line)
})

it('writes a page in which nothing becomes markup', () => {
  const html = page(matrix(), rowsOf(suites, matrix()))
  expect(html).toContain('does &lt;nothing&gt;')
  expect(html).not.toContain('<nothing>')
  expect(html).toContain('<code>pull.test</code>')
  expect(html).not.toMatch(/<script|https?:\/\//)
})

// One run for real: the fault is found by its test, and nothing in the sound registry.
it('runs the suites against a fault', async () => {
  const sound = await runScenario({ spec: '1.1', claims: [] }, 'process')
  expect(
    Object.values(sound.reported).filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict)),
  ).toEqual([])
  const { reported: all } = await runScenario(
    { spec: '1.1', claims: [], fault: 'tags-name-shortened' },
    'process',
  )
  expect(all['discovery.tags.name']).toMatchObject({ verdict: 'fail', tests: ['discovery.tags.list'] })
})
