import { expect, it } from 'vitest'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import type { Basis } from '../../../src/engine/requirement.ts'
import type { RequirementResult } from '../../../src/engine/events.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { headlineOf } from '../../../src/results/conclusion/headline.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { fixtureEvents, fixtureRequirements, fixtureResult, unfinishedTest } from '../reporters/fixture.ts'

const having = (...verdicts: string[]) => ({
  requirements: fixtureRequirements(({ verdict }) => verdicts.includes(verdict)),
})

/** All that passes, and one requirement more. */
const passingAnd = (more: Partial<RequirementResult>): RunResult => {
  const [first, ...rest] = fixtureRequirements(({ verdict }) => verdict === 'pass')
  return fixtureResult({ requirements: first ? [first, ...rest, { ...first, id: 'odd', ...more }] : [] })
}

/** The same, with tests of generated sequences that ended so. */
const withUnfinished = (result: RunResult, ...reasons: string[]): RunResult => ({
  ...result,
  tests: [
    ...result.tests,
    ...reasons.map((reason, at) => unfinishedTest(`sequences.part-${at + 1}`, reason)),
  ],
})

interface Case {
  run: string
  result: RunResult
  strict?: boolean
  level?: Basis
  name: string
  exitCode: number
  headline: string
}

const cases: Case[] = [
  {
    run: 'a failure',
    result: fixtureResult(),
    name: 'nonconformant',
    exitCode: 1,
    headline:
      '2 of the 6 requirements evaluated failed (2 warnings); 1 could not be evaluated: no answer within 10000 ms to POST /v2/assay/a/blobs/uploads/',
  },
  {
    run: 'an interrupt, whatever was found',
    result: fixtureResult({ end: { interrupted: true } }),
    name: 'interrupted',
    exitCode: 130,
    headline: 'The run was interrupted; 6 requirements were evaluated',
  },
  {
    run: 'no closing event',
    result: foldEvents(fixtureEvents().slice(0, -1)),
    name: 'interrupted',
    exitCode: 130,
    headline: 'The run did not finish: it was killed, or it crashed',
  },
  {
    run: 'a failure of a derived requirement beside that of a stated one',
    result: fixtureResult(having('pass', 'warn', 'fail')),
    level: 'table',
    name: 'nonconformant',
    exitCode: 1,
    headline: '1 of the 6 requirements evaluated failed (1 failure not counted by --level table, 2 warnings)',
  },
  {
    run: 'a failure of a derived requirement alone',
    result: passingAnd({ verdict: 'fail', basis: 'derived' }),
    level: 'stated',
    name: 'conformant',
    exitCode: 0,
    headline:
      'No failures of requirements whose level is stated in the 3 requirements evaluated (1 failure not counted by --level stated)',
  },
  {
    run: 'a failure of a requirement in a table',
    result: passingAnd({ verdict: 'fail', basis: 'table' }),
    level: 'table',
    name: 'nonconformant',
    exitCode: 1,
    headline: '1 of the 3 requirements evaluated failed',
  },
  {
    run: 'a warning of a derived requirement in a strict run',
    result: passingAnd({ verdict: 'warn', basis: 'derived' }),
    strict: true,
    level: 'table',
    name: 'conformant',
    exitCode: 0,
    headline: 'No failures in the 3 requirements evaluated (1 warning)',
  },
  {
    run: 'warnings',
    result: fixtureResult(having('pass', 'warn')),
    name: 'conformant',
    exitCode: 0,
    headline: 'No failures in the 4 requirements evaluated (2 warnings)',
  },
  {
    run: 'warnings in a strict run',
    result: fixtureResult(having('pass', 'warn')),
    strict: true,
    name: 'nonconformant',
    exitCode: 1,
    headline: '2 warnings in the 4 requirements evaluated, which --strict counts as failures',
  },
  {
    run: 'passes alone',
    result: fixtureResult(having('pass')),
    name: 'conformant',
    exitCode: 0,
    headline: 'No failures in the 2 requirements evaluated',
  },
  {
    run: 'nothing evaluated',
    result: fixtureResult(having('skipped', 'unsupported')),
    name: 'not-tested',
    exitCode: 3,
    headline: 'Nothing was evaluated',
  },
  {
    run: 'no requirement',
    result: fixtureResult(having()),
    name: 'not-tested',
    exitCode: 3,
    headline: 'Nothing was evaluated',
  },
  {
    run: 'a MUST in error',
    result: fixtureResult(having('pass', 'error')),
    name: 'incomplete',
    exitCode: 3,
    headline:
      'No failures in the 2 requirements evaluated; 1 could not be evaluated: no answer within 10000 ms to POST /v2/assay/a/blobs/uploads/',
  },
  {
    run: 'a SHOULD in error',
    result: passingAnd({ level: 'SHOULD', verdict: 'error', reason: 'no answer' }),
    name: 'incomplete',
    exitCode: 3,
    headline: 'No failures in the 2 requirements evaluated; 1 could not be evaluated: no answer',
  },
  {
    run: 'a block by something that was left out',
    result: passingAnd({ verdict: 'blocked', blockedBy: 'left.out', reason: 'no upload' }),
    name: 'incomplete',
    exitCode: 3,
    headline: 'No failures in the 2 requirements evaluated; 1 could not be evaluated: no upload',
  },
  {
    run: 'sequences that did not finish',
    result: withUnfinished(fixtureResult(having('pass')), 'the test timed out'),
    name: 'incomplete',
    exitCode: 3,
    headline:
      'No failures in the 2 requirements evaluated; sequences.part-1 did not finish: the test timed out',
  },
  {
    run: 'sequences that did not finish, for several reasons',
    result: withUnfinished(fixtureResult(having('pass')), 'the test timed out', 'it was unreachable'),
    name: 'incomplete',
    exitCode: 3,
    headline:
      'No failures in the 2 requirements evaluated; 2 tests did not finish: the test timed out (and 1 other reason)',
  },
  {
    run: 'a run that gave up',
    result: fixtureResult({ ...having('pass'), end: { aborted: 'the registry is gone' } }),
    name: 'incomplete',
    exitCode: 3,
    headline: 'No failures in the 2 requirements evaluated; the run was aborted: the registry is gone',
  },
  {
    run: 'a run that gave up after a failure',
    result: fixtureResult({ end: { aborted: 'the registry is gone' } }),
    name: 'nonconformant',
    exitCode: 1,
    headline:
      '2 of the 6 requirements evaluated failed (2 warnings); the run was aborted: the registry is gone; 1 could not be evaluated: no answer within 10000 ms to POST /v2/assay/a/blobs/uploads/',
  },
]

it.each(cases)('concludes $name from $run', ({ result, strict = false, level = 'derived', ...expected }) => {
  const { name, exitCode, headline } = expected
  expect(conclusionOf(result, { strict, level })).toMatchObject({ name, exitCode })
  expect(headlineOf(result, { strict, level })).toBe(headline)
})
