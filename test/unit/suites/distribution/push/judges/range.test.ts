import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  claimsNothing,
  claimsUploaded,
  rangeEnd,
} from '../../../../../../suites/distribution/push/judges/range.ts'
import { exchangeOf, type Answer } from '../../exchange.ts'
import { cases, verdict } from '../../judges/verdict.ts'

const range = (value: string): Answer => ({ status: 202, headers: { Range: value } })

describe('rangeEnd', () => {
  it.each<[Answer, number | undefined]>([
    [range('0-0'), 0],
    [range('0-41'), 41],
    [range('bytes=0-41'), undefined],
    [range('22-41'), undefined],
    [range('0--1'), undefined],
    [{}, undefined],
  ])('%o: %s', (answer, end) => expect(rangeEnd(exchangeOf(answer))).toBe(end))
})

// The end is the last byte, so of n bytes there is one right answer, and each other one is a violation.
it('of each number of bytes, only the place of the last one is right', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 40 }),
      fc.integer({ min: 1, max: 2 ** 40 }),
      (length, other) => {
        const answer = exchangeOf(range(`0-${length - 1}`))
        expect(rangeEnd(answer)).toBe(length - 1)
        expect(verdict(claimsUploaded(length)(answer))).toBe('holds')
        if (other !== length) expect(verdict(claimsUploaded(other)(answer))).toBe('violated')
        expect(verdict(claimsNothing(answer))).toBe(length === 1 ? 'holds' : 'violated')
      },
    ),
  )
})

it('text that is not a range claims nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^0-\d+$/.test(text))
      return rangeEnd(exchangeOf(range(text))) === undefined
    }),
  )
})

cases('claimsUploaded', claimsUploaded(42), [
  [range('0-41'), 'holds'],
  [range('0-42'), 'violated'],
  [range('0-21'), 'violated'],
  [range('22-41'), 'violated'],
  [range('bytes=0-41'), 'violated'],
  [{}, 'violated'],
])

cases('claimsNothing', claimsNothing, [
  [{}, 'holds'],
  [range('0-0'), 'holds'],
  [range('0--1'), 'notes'],
  [range('bytes=0-0'), 'notes'],
  [range('0-1'), 'violated'],
])

it('what is not settled about an empty session is noted', () => {
  expect(claimsNothing(exchangeOf(range('0--1')))).toMatchObject({
    note: expect.stringContaining('0--1') as string,
  })
})
