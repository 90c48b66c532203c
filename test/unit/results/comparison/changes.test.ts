import { usualRequests } from '../../../../src/engine/depth.ts'
import { expect, it } from 'vitest'
import type { Depth } from '../../../../src/engine/depth.ts'
import { sinceWhen } from '../../../../src/reporters/text/change-words.ts'
import { verdicts, type Verdict } from '../../../../src/engine/verdict.ts'
import { changeCount, changesSince, kindOf } from '../../../../src/results/comparison/changes.ts'
import { resultWith } from './fixture.ts'

it('finds nothing where nothing changed', () => {
  const changes = changesSince(resultWith(), resultWith())
  expect(changeCount(changes)).toBe(0)
  expect(changes.since).toEqual({
    name: 'http://registry.example:5000',
    startedAt: '2026-11-21T02:22:00.000Z',
    tool: 'oci-assay 0.1.0',
  })
})

it('reports what began to fail, to warn and to pass, with why', () => {
  const before = resultWith({
    verdicts: { 'pull.version': 'pass', 'pull.blob.range': 'pass', 'discovery.tags.zero': 'fail' },
  })
  const after = resultWith({
    verdicts: { 'pull.version': 'fail', 'pull.blob.range': 'warn', 'discovery.tags.zero': 'pass' },
  })
  const { failing, warning, passing, otherwise } = changesSince(before, after)
  expect(failing).toEqual([
    {
      id: 'pull.version',
      suite: 'pull',
      title: 'answers 200 at /v2/',
      level: 'MUST',
      basis: 'stated',
      was: 'pass',
      is: 'fail',
      why: 'does otherwise in pull.version',
    },
  ])
  expect(warning.map(({ id }) => id)).toEqual(['pull.blob.range'])
  expect(passing.map(({ id }) => id)).toEqual(['discovery.tags.zero'])
  expect(otherwise).toEqual([])
})

it('reports what only one of them has, also where the other did not select it', () => {
  const before = resultWith({ verdicts: { 'pull.version': null, 'pull.blob.range': 'pass' } })
  const after = resultWith({
    verdicts: { 'pull.blob.range': 'skipped', 'push.error.code': null, 'management.tag.delete': 'fail' },
  })
  const changes = changesSince(before, after)
  expect(changes.appeared.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['pull.version', 'pass'],
    ['management.tag.delete', 'fail'],
  ])
  expect(changes.gone.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['pull.blob.range', 'pass'],
    ['push.error.code', 'warn'],
  ])
  expect(changeCount(changes)).toBe(4)
})

// Each change of a verdict is reported under one heading, and only what stays is not reported.
it('has a heading for each change of a verdict', () => {
  const pairs = verdicts.flatMap((was) => verdicts.map((is): [Verdict, Verdict] => [was, is]))
  for (const [was, is] of pairs) expect(kindOf(was, is) === undefined, `${was} to ${is}`).toBe(was === is)
  expect(kindOf('warn', 'fail')).toBe('failing')
  expect(kindOf('blocked', 'fail')).toBe('failing')
  expect(kindOf('fail', 'warn')).toBe('otherwise')
  expect(kindOf('pass', 'warn')).toBe('warning')
  expect(kindOf('unsupported', 'pass')).toBe('passing')
  expect(kindOf('pass', 'unsupported')).toBe('otherwise')
})

const at = (depth: Depth, requests: number) => {
  const result = resultWith()
  return { ...result, profile: { ...result.profile, depth, requests } }
}

it('has the depths of both runs where they differ, and an earlier version ran scripted tests only', () => {
  expect(
    changesSince(at('standard', usualRequests.standard), at('standard', usualRequests.standard)).depths,
  ).toBeUndefined()
  expect(changesSince(resultWith(), at('quick', 0)).depths).toBeUndefined()
  expect(changesSince(resultWith(), at('standard', usualRequests.standard)).depths).toEqual({
    was: 'quick',
    is: 'standard',
  })
  const bounded = changesSince(at('thorough', 100_000), at('standard', 500))
  expect(bounded.depths).toEqual({ was: 'thorough', is: 'standard, at most 500 generated requests' })
  expect(sinceWhen(bounded)).toBe(
    'Since the run of 2026-11-21 02:22 UTC (depth thorough; this run: standard, at most 500 generated requests)',
  )
})
