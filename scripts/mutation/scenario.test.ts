import { describe, expect, it } from 'vitest'
import { expectationOf, scenarioOf, specOf } from './scenario.ts'
import { may, must, should, type Requirement } from '../../src/engine/requirement.ts'
import type { Fault } from '../../suites/distribution/fault.ts'

const requirement = (at: Requirement['at']): Requirement => ({
  id: 'pull.thing',
  title: 'does the thing',
  section: 'things',
  at,
})
const fault = (more: Partial<Fault<string>> = {}): Fault<string> => ({
  id: 'thing-undone',
  violates: 'pull.thing',
  title: 'does nothing',
  effects: () => ({}),
  ...more,
})

// A fault is shown in the newest version in which it is one.
it.each([
  [{ '1.0': must(1), '1.1': must(1), dev: must(1) }, undefined, 'dev'],
  [{ '1.0': must(1), '1.1': must(1) }, undefined, '1.1'],
  [{ '1.0': must(1), '1.1': must(1), dev: must(1) }, ['1.0'], '1.0'],
  [{ dev: must(1) }, ['1.1'], undefined],
] as const)('%j, limited to %j, is shown in %s', (at, limited, version) => {
  const limit = limited === undefined ? {} : { at: [...limited] }
  expect(specOf(fault(limit), requirement(at))).toBe(version)
})

// A violated MUST has to fail and a violated SHOULD or MAY to warn, unless the fault states that a ruling softens it.
it.each([
  [must(1), undefined, 'fail'],
  [should(1), undefined, 'warn'],
  [may(1), undefined, 'warn'],
  [must(1), 'warn', 'warn'],
  [may(1), 'unsupported', 'unsupported'],
] as const)('%j with the verdict %s has to lead to %s', (statement, verdict, expected) => {
  const stated = verdict === undefined ? {} : { verdict }
  expect(expectationOf(fault(stated), requirement({ dev: statement }), 'dev')).toBe(expected)
})

describe('scenarioOf', () => {
  it('carries what the run needs', () => {
    const scenario = scenarioOf(fault({ claims: ['push'], alone: true }), [requirement({ dev: must(1) })])
    expect(scenario).toEqual({ fault: 'thing-undone', spec: 'dev', claims: ['push'], only: ['pull.thing'] })
  })

  it('refuses a fault of nothing', () => {
    expect(() => scenarioOf(fault({ violates: 'pull.else' }), [])).toThrow(
      /violates pull.else, which does not exist/,
    )
    expect(() => scenarioOf(fault({ at: ['1.0'] }), [requirement({ dev: must(1) })])).toThrow(
      /names no version/,
    )
  })
})
