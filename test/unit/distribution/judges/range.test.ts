import { describe, expect, it } from 'vitest'
import { claimsNothing, claimsUploaded, rangeEnd } from '../../../../suites/distribution/judges/range.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases } from './verdict.ts'

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

cases('claimsUploaded', claimsUploaded(42), [
  [range('0-41'), 'holds'],
  [range('0-42'), 'broken'],
  [range('0-21'), 'broken'],
  [range('22-41'), 'broken'],
  [range('bytes=0-41'), 'broken'],
  [{}, 'broken'],
])

cases('claimsNothing', claimsNothing, [
  [{}, 'holds'],
  [range('0-0'), 'holds'],
  [range('0--1'), 'holds'],
  [range('bytes=0-0'), 'holds'],
  [range('0-1'), 'broken'],
])

it('what is not settled about an empty session is told', () => {
  expect(claimsNothing(exchangeOf(range('0--1')))).toMatchObject({
    note: expect.stringContaining('0--1') as string,
  })
})
