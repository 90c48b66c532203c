import { expect, it } from 'vitest'
import { unforeseen } from '../../../src/engine/expectations.ts'
import type { RunResult } from '../../../src/engine/results.ts'
import { madeRequirement, madeResult } from './made.ts'

const requirements = (['fail', 'fail', 'fail', 'warn', 'warn', 'error', 'pass'] as const).map(
  (verdict, index) => madeRequirement(`lamp.${verdict}-${index}`, { verdict }),
)
const found = madeResult({ requirements })
const foreseeing = (...foreseen: string[]): RunResult => ({
  ...found,
  expectations: {
    entries: [],
    foreseen,
    totals: { met: 0, passing: 0, expired: 0, undecided: 0, new: 0 },
  },
})

it.each<[string, RunResult, boolean | undefined, { fail: number; warn: number }]>([
  ['a failure', found, undefined, { fail: 3, warn: 0 }],
  ['a failure where the run is not strict', found, false, { fail: 3, warn: 0 }],
  ['a warning too where it is', found, true, { fail: 3, warn: 2 }],
  ['nothing that was foreseen', foreseeing('lamp.fail-1', 'lamp.warn-4'), true, { fail: 2, warn: 1 }],
  ['all where nothing was foreseen', foreseeing(), true, { fail: 3, warn: 2 }],
])('counts as unforeseen: %s', (_, result, strict, numbers) =>
  expect(unforeseen(result, strict)).toStrictEqual(numbers),
)
