import { describe, expect, it } from 'vitest'
import {
  closesWithout,
  hasGrownNoFurtherThan,
  knowsNoUpload,
  locationDiffersFrom,
  locationHasUuid,
  refusesOddity,
  refusesPlaceOfFinal,
  sendsLocation,
  sendsRangeFromZero,
} from '../../../../../../suites/distribution/push/judges/upload.ts'
import { exchangeOf, type Answer } from '../../exchange.ts'
import { cases, verdict } from '../../judges/verdict.ts'

const location = (value: string): Answer => ({ headers: { Location: value } })
const range = (value: string): Answer => ({ headers: { Range: value } })
const status = (value: number): Answer => ({ status: value })

cases('sendsLocation', sendsLocation, [
  [location('/v2/a/blobs/uploads/1'), 'holds'],
  [location('https://storage.example/put?sign=x'), 'holds'],
  [location('http://['), 'violated'],
  [location(''), 'violated'],
  [{}, 'violated'],
])

cases('locationHasUuid', locationHasUuid, [
  [location('/v2/a/blobs/uploads/0b1f9a3c-52d1-4b7e-9a3f-0d1f2e3c4b5a'), 'holds'],
  [location('/v2/a/blobs/uploads/0B1F9A3C52D14B7E9A3F0D1F2E3C4B5A?state=x'), 'holds'],
  [location('https://storage.example/put?upload=0b1f9a3c-52d1-4b7e-9a3f-0d1f2e3c4b5a'), 'holds'],
  [location('/v2/a/blobs/uploads/0b1f9a3c-52d14b7e9a3f0d1f2e3c4b5a'), 'warns'],
  [location('/v2/a/blobs/uploads/17'), 'warns'],
  [{}, 'warns'],
])

cases('locationDiffersFrom', locationDiffersFrom(exchangeOf(location('/one'))), [
  [location('/two'), 'holds'],
  [location('/one'), 'violated'],
])

cases('sendsRangeFromZero', sendsRangeFromZero, [
  [range('0-0'), 'holds'],
  [range('0-1023'), 'holds'],
  [range('bytes=0-1023'), 'violated'],
  [range('22-41'), 'violated'],
  [range('0--1'), 'violated'],
  [{}, 'violated'],
])

cases('knowsNoUpload', knowsNoUpload('a chunk'), [
  [status(404), 'holds'],
  [status(400), 'warns'],
  [status(416), 'warns'],
  [status(202), 'violated'],
  [status(307), 'violated'],
  [status(500), 'violated'],
])

describe('refusesPlaceOfFinal', () => {
  it.each([
    ['1.0', 416, 'holds'],
    ['1.1', 416, 'holds'],
    ['dev', 416, 'holds'],
    ['1.0', 400, 'warns'],
    ['1.1', 400, 'warns'],
    ['dev', 400, 'violated'],
    ['1.1', 201, 'violated'],
    ['dev', 500, 'violated'],
  ] as const)('%s: %i %s', (spec, answered, wanted) => {
    expect(verdict(refusesPlaceOfFinal('a PUT', spec)(exchangeOf(status(answered))))).toBe(wanted)
  })
})

cases('refusesOddity', refusesOddity('a chunk'), [
  [status(400), 'holds'],
  [status(416), 'holds'],
  [status(202), 'warns'],
  [status(500), 'warns'],
])

describe('hasGrownNoFurtherThan', () => {
  it.each([
    ['0-99', '0-99', 'holds'],
    ['0-99', '0-199', 'violated'],
    ['0-99', '0-9', 'holds'],
    // What cannot be read is not judged here: its form has a requirement of its own.
    ['0-99', 'bytes=0-199', 'holds'],
    ['100-199', '0-199', 'holds'],
  ])('%s, then %s: %s', (before, after, wanted) => {
    const judge = hasGrownNoFurtherThan(exchangeOf(range(before)), 'a rejected chunk')
    expect(verdict(judge(exchangeOf(range(after))))).toBe(wanted)
  })

  it('names both ends', () => {
    const judged = hasGrownNoFurtherThan(
      exchangeOf(range('0-99')),
      'a rejected chunk',
    )(exchangeOf(range('0-199')))
    expect(judged).toMatchObject({ expected: ['Range: 0-99'], received: 'Range: 0-199' })
  })
})

cases('closesWithout', closesWithout('a rejected chunk'), [
  [status(400), 'holds'],
  [status(404), 'holds'],
  [status(416), 'holds'],
  [status(201), 'violated'],
])
