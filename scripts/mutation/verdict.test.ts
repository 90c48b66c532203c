import { expect, it } from 'vitest'
import { page } from './html.ts'
import { isComplete, rowsOf, type Matrix } from './matrix.ts'
import { runScenario } from './mutant.ts'
import type { Outcome, Said } from './outcome.ts'
import { complaintsOf, conclusion } from './report.ts'
import type { Expectation } from './scenario.ts'
import { isPrecise, killOf } from './verdict.ts'
import { must } from '../../src/engine/requirement.ts'
import type { Verdict } from '../../src/engine/verdict.ts'
import type { Fault } from '../../suites/distribution/fault.ts'

const said = (verdict: Verdict, more: Partial<Said> = {}): Said => ({
  verdict,
  tests: [],
  notes: [],
  ...more,
})
const outcome = (all: Record<string, Said>, trouble?: string): Outcome => ({
  said: all,
  duration: 1,
  ...(trouble === undefined ? {} : { trouble }),
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

// Caught is what was told with the verdict that it deserves, no harder and no softer.
it.each([
  ['fail', said('fail'), true],
  ['fail', said('warn'), false],
  ['fail', said('blocked'), false],
  ['fail', undefined, false],
  ['warn', said('warn'), true],
  ['warn', said('fail'), false],
  ['unsupported', said('unsupported'), true],
  ['blocked', said('blocked'), true],
  ['note', said('pass', { notes: ['answers 406'] }), true],
  ['note', said('fail', { notes: ['answers 406'] }), false],
] as const)('%s expected, %j: %s', (expected, found, caught) => {
  expect(judged(outcome(found === undefined ? {} : { 'pull.thing': found }), expected).caught).toBe(caught)
})

// A note that the sound registry gives as well shows nothing.
it('tells notes of the fault from those of the sound registry', () => {
  const both = outcome({ 'pull.thing': said('pass', { notes: ['answers 406'] }) })
  expect(judged(both, 'note', {}, both).caught).toBe(false)
})

// Precise is what accuses nothing else; what is merely blocked or not there is no accusation.
it.each([
  [{ 'pull.other': said('fail') }, {}, false],
  [{ 'pull.other': said('warn') }, {}, false],
  [{ 'pull.other': said('error') }, {}, false],
  [{ 'pull.other': said('blocked') }, {}, true],
  [{ 'pull.other': said('unsupported') }, {}, true],
  [{ 'pull.other': said('fail') }, { also: ['pull.other'] }, true],
  [{}, { also: ['pull.other'] }, false],
] as const)('with %j and %j it is precise: %s', (others, more, precise) => {
  expect(isPrecise(judged(outcome({ 'pull.thing': said('fail'), ...others }), 'fail', more))).toBe(precise)
})

it('counts a run that broke off as neither', () => {
  const kill = judged(outcome({ 'pull.thing': said('fail') }, 'the registry is gone'))
  expect([kill.caught, isPrecise(kill)]).toEqual([false, false])
})

const requirement = { id: 'pull.thing', title: 'does it', section: 'x', at: { dev: must(1) } }
const suites = [
  {
    name: 'pull',
    requirements: [requirement, { ...requirement, id: 'pull.hidden', unobservable: 'Nobody sees it.' }],
  },
]
const matrix = (more: Partial<Matrix> = {}): Matrix => ({
  kills: [
    judged(outcome({ 'pull.thing': said('fail', { text: 'answers <b>500</b>', tests: ['pull.test'] }) })),
  ],
  falseAlarms: [],
  unbroken: [],
  duration: 2,
  ...more,
})

it('sums up by suite, without what nobody can decide', () => {
  expect(rowsOf(suites, matrix())).toEqual([
    { suite: 'pull', requirements: 1, broken: 1, faults: 1, caught: 1, precise: 1 },
    { suite: 'all', requirements: 1, broken: 1, faults: 1, caught: 1, precise: 1 },
  ])
  expect(isComplete(matrix())).toBe(true)
})

// Each way to be incomplete is told by name.
it.each([
  [
    'a survivor',
    { kills: [judged(outcome({}))] },
    'thing-undone (pull.thing, dev) survives: fail expected, pass',
  ],
  [
    'an accusation',
    { kills: [judged(outcome({ 'pull.thing': said('fail'), 'pull.other': said('warn', { text: 'why' }) }))] },
    'also leads to warn of pull.other: why',
  ],
  [
    'a false alarm',
    { falseAlarms: [{ where: 'the layout x', requirement: 'pull.thing', text: 'fail: x' }] },
    'false alarm in the layout x',
  ],
  ['a gap', { unbroken: ['pull.thing'] }, 'no fault breaks pull.thing'],
  ['a broken run', { kills: [judged(outcome({}, 'gone'))] }, 'ended the run: gone'],
] as const)('tells %s', (_, more, line) => {
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

// One run for real: the fault is told by the test that looks for it, and the sound registry by nobody.
it('runs the suites against a fault', { timeout: 30_000 }, async () => {
  const sound = await runScenario({ spec: '1.1', claims: [] }, 'process')
  expect(
    Object.values(sound.said).filter(({ verdict }) => ['fail', 'warn', 'error'].includes(verdict)),
  ).toEqual([])
  const { said: all } = await runScenario(
    { spec: '1.1', claims: [], fault: 'tags-name-shortened' },
    'process',
  )
  expect(all['discovery.tags.name']).toMatchObject({ verdict: 'fail', tests: ['discovery.tags.list'] })
})
