import { describe, expect, it } from 'vitest'
import { violated, holds, warning } from '../../../src/engine/judgement.ts'
import { Blocked, recordTest, NotEvaluated } from '../../../src/engine/record.ts'
import type { Level, PlannedRequirement } from '../../../src/engine/requirement.ts'
import type { CapabilityState, TestContext } from '../../../src/engine/suite.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'

const isDark = violated('stays dark', 'light', 'darkness')
const evidence: Evidence = { kind: 'exchange', exchange: 3 }
const planned = (id: string, level: Level): [string, PlannedRequirement] => [
  id,
  { id, suite: 'lamp', title: id, section: 'light', level, link: '#1', dependsOn: [] },
]

/** A record of a test that declares four requirements, of which the first two are wanted. */
function recorded(run: (context: TestContext) => void) {
  const states: Record<string, CapabilityState> = { dimming: { state: 'supported', detail: 'by steps' } }
  const record = recordTest({
    test: 'lamp.on',
    evaluates: ['shines', 'warm', 'unwanted', 'later'],
    spec: '1.1',
    signal: new AbortController().signal,
    urgency: 7,
    round: 1,
    planned: new Map([planned('shines', 'MUST'), planned('warm', 'SHOULD'), planned('unwanted', 'MUST')]),
    wanted: new Set(['shines', 'warm']),
    failed: (requirement) => requirement === 'warm',
    isExplained: () => false,
    found: (name) => states[name] ?? { state: 'unsupported', reason: 'no dimmer' },
  })
  run(record.context)
  return { evaluations: Object.fromEntries(record.statements), checks: record.checks() }
}

const finding = {
  requirement: 'shines',
  test: 'lamp.on',
  verdict: 'fail',
  title: 'stays dark',
  expected: ['light'],
  received: 'darkness',
  evidence: [evidence],
}

describe('what a test records is kept', () => {
  it.each<[string, (t: TestContext) => void, object, number]>([
    ['where it held', (t) => t.check('shines', holds(), evidence), { shines: [{ kind: 'passed' }] }, 1],
    [
      'where it held with a note',
      (t) => t.check('shines', holds('barely'), evidence),
      { shines: [{ kind: 'passed', note: { text: 'barely', test: 'lamp.on', evidence: [evidence] } }] },
      1,
    ],
    [
      'where a MUST is violated',
      (t) => t.check('shines', isDark, evidence),
      { shines: [{ kind: 'failed', finding }] },
      1,
    ],
    [
      'where a SHOULD is violated',
      (t) => t.check('warm', isDark),
      {
        warm: [
          { kind: 'failed', finding: { ...finding, requirement: 'warm', verdict: 'warn', evidence: [] } },
        ],
      },
      1,
    ],
    [
      'where a ruling softens a MUST',
      (t) => t.check('shines', warning(isDark), evidence),
      { shines: [{ kind: 'failed', finding: { ...finding, verdict: 'warn' } }] },
      1,
    ],
    [
      'where a feature is absent',
      (t) => t.unsupported('shines', 'no light'),
      { shines: [{ kind: 'unsupported', reason: 'no light' }] },
      0,
    ],
    [
      'where it is out of reach',
      (t) => t.skip('shines', 'not to be touched'),
      { shines: [{ kind: 'skipped', reason: 'not to be touched' }] },
      0,
    ],
    [
      'one after the other',
      (t) => {
        t.check('shines', holds())
        t.require('shines', holds())
        t.skip('shines', 'enough')
      },
      { shines: [{ kind: 'passed' }, { kind: 'passed' }, { kind: 'skipped', reason: 'enough' }] },
      2,
    ],
    [
      'only of what is wanted',
      (t) => {
        t.check('unwanted', holds())
        t.check('unwanted', isDark)
        t.check('later', isDark)
        t.skip('later', 'not in this version')
      },
      {},
      0,
    ],
  ])('%s', (_, run, evaluations, checks) => {
    expect(recorded(run)).toStrictEqual({ evaluations, checks })
  })
})

describe('a context', () => {
  it('returns whether a check holds, also of what is not wanted', () => {
    const outcomes: boolean[] = []
    recorded((t) => {
      for (const id of ['shines', 'unwanted']) outcomes.push(t.check(id, holds()), t.check(id, isDark))
    })
    expect(outcomes).toEqual([true, false, true, false])
  })

  it('knows its test, the version, its urgency and what was found', () => {
    recorded((t) => {
      expect([t.test, t.spec, t.urgency, t.signal.aborted]).toEqual(['lamp.on', '1.1', 7, false])
      expect([t.has('dimming'), t.has('bright')]).toEqual([true, false])
      expect(t.found('dimming')).toEqual({ state: 'supported', detail: 'by steps' })
    })
  })

  it.each<[string, (t: TestContext) => void]>([
    ['check', (t) => t.check('white', holds())],
    ['violated check', (t) => t.check('white', isDark)],
    ['skip', (t) => t.skip('white', 'not to be touched')],
  ])('refuses a %s of what the test does not declare', (_, run) => {
    expect(() => recorded(run)).toThrow(/^test lamp.on judges white, which it does not declare$/)
  })

  it.each<[string, (t: TestContext) => void, object]>([
    ['a violated demand', (t) => t.require('warm', isDark), { by: 'warm', message: 'stays dark' }],
    ['a violated demand of what is not wanted', (t) => t.require('later', isDark), { by: 'later' }],
    ['a block', (t) => t.blocked('shines', 'no light'), { by: 'shines', message: 'no light' }],
  ])('ends the test at %s', (_, run, expected) => {
    const thrown = (): unknown => {
      try {
        return recorded(run)
      } catch (error) {
        return error
      }
    }
    expect(thrown()).toBeInstanceOf(Blocked)
    expect(thrown()).toMatchObject({ name: 'Blocked', ...expected })
  })
})

it('names what the harness cannot evaluate', () => expect(new NotEvaluated('why').name).toBe('NotEvaluated'))
