import { expect, it } from 'vitest'
import { unexpected, type CountOptions } from '../../../../src/results/expectations/unexpected.ts'
import { bases } from '../../../../src/engine/requirement.ts'
import type { RunResult } from '../../../../src/results/result.ts'
import { madeRequirement, madeResult } from '../../engine/made.ts'

const requirements = (['fail', 'fail', 'fail', 'warn', 'warn', 'error', 'pass'] as const).map(
  (verdict, index) => madeRequirement(`lamp.${verdict}-${index}`, { verdict }),
)
const found = madeResult({ requirements })
const foreseeing = (...expected: string[]): RunResult => ({
  ...found,
  expectations: {
    entries: [],
    expected,
    totals: { met: 0, passing: 0, expired: 0, inconclusive: 0, new: 0 },
  },
})

it.each<[string, RunResult, boolean, { fail: number; warn: number }]>([
  ['a failure where the run is not strict', found, false, { fail: 3, warn: 0 }],
  ['a warning too where it is', found, true, { fail: 3, warn: 2 }],
  ['nothing that was expected', foreseeing('lamp.fail-1', 'lamp.warn-4'), true, { fail: 2, warn: 1 }],
  ['all where nothing was expected', foreseeing(), true, { fail: 3, warn: 2 }],
])('counts as unexpected: %s', (_, result, strict, numbers) =>
  expect(unexpected(result, { strict })).toStrictEqual({ ...numbers, uncounted: 0 }),
)

const byBasis = madeResult({
  requirements: (['fail', 'warn'] as const).flatMap((verdict) => [
    madeRequirement(`lamp.${verdict}`, { verdict }),
    ...bases.map((basis) => madeRequirement(`lamp.${verdict}-${basis}`, { verdict, basis })),
  ]),
})

// What an earlier version stored has no basis, and counts as it did then.
it.each<[CountOptions, ReturnType<typeof unexpected>]>([
  [{}, { fail: 4, warn: 0, uncounted: 0 }],
  [
    { level: 'derived', strict: true },
    { fail: 4, warn: 4, uncounted: 0 },
  ],
  [
    { level: 'table', strict: true },
    { fail: 3, warn: 3, uncounted: 1 },
  ],
  [
    { level: 'stated', strict: true },
    { fail: 2, warn: 2, uncounted: 2 },
  ],
  [{ level: 'stated' }, { fail: 2, warn: 0, uncounted: 2 }],
])('counts by what levels rest on: %j', (options, numbers) =>
  expect(unexpected(byBasis, options)).toStrictEqual(numbers),
)
