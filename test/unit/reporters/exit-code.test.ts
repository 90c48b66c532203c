import { expect, it } from 'vitest'
import { collect } from '../../../src/engine/results.ts'
import { exitOf } from '../../../src/reporters/exit-code.ts'
import { fixtureEvents, fixtureRequirements, fixtureResult } from './fixture.ts'

const only = (...verdicts: string[]) => ({
  requirements: fixtureRequirements(({ verdict }) => verdicts.includes(verdict)),
})

// Nothing decided is never a success; what is broken outweighs why the rest is not known.
it.for([
  { run: 'a broken MUST', result: fixtureResult(), code: 1, why: '2 requirements are broken' },
  {
    run: 'an interrupted run, whatever it found',
    result: fixtureResult({ end: { interrupted: true } }),
    code: 130,
    why: 'the run was interrupted',
  },
  {
    run: 'a run without its closing event',
    result: collect(fixtureEvents().slice(0, -1)),
    code: 130,
    why: 'the run never told its end: it was killed, or it crashed',
  },
  {
    run: 'warnings',
    result: fixtureResult(only('pass', 'warn')),
    code: 0,
    why: 'nothing is broken (2 warnings)',
  },
  {
    run: 'warnings, strictly',
    result: fixtureResult(only('pass', 'warn')),
    strict: true,
    code: 1,
    why: '2 warnings, and --strict asks for none',
  },
  { run: 'all passed', result: fixtureResult(only('pass')), code: 0, why: 'nothing is broken' },
  {
    run: 'only skipped and unsupported',
    result: fixtureResult(only('skipped', 'unsupported')),
    code: 3,
    why: 'nothing was decided',
  },
  { run: 'no requirement at all', result: fixtureResult(only()), code: 3, why: 'nothing was decided' },
  {
    run: 'a MUST in error, nothing broken',
    result: fixtureResult(only('pass', 'error')),
    code: 3,
    why: '1 MUST could not be decided because of errors',
  },
  {
    run: 'a SHOULD in error, nothing broken',
    result: fixtureResult({
      requirements: fixtureRequirements(({ verdict }) => verdict === 'pass' || verdict === 'error').map(
        (each) => ({ ...each, level: 'SHOULD' }),
      ),
    }),
    code: 0,
    why: 'nothing is broken',
  },
  {
    run: 'a run that gave up',
    result: fixtureResult({ ...only('pass'), end: { aborted: 'the registry is gone' } }),
    code: 3,
    why: 'the run was given up: the registry is gone',
  },
  {
    run: 'a run that gave up after a failure',
    result: fixtureResult({ end: { aborted: 'the registry is gone' } }),
    code: 1,
    why: '2 requirements are broken',
  },
])('ends $run with $code', ({ result, strict = false, code, why }) => {
  expect(exitOf(result, { strict })).toEqual({ code, why })
})
