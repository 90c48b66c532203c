import { describe, expect, it } from 'vitest'
import {
  namesTags,
  survivesTags,
  tagsNamed,
} from '../../../../../../suites/distribution/push/tests/tag-parameters.ts'
import type { Headers } from '../../../../../../src/registry/record/exchange.ts'
import { exchangeOf } from '../../exchange.ts'

const named = (...values: readonly string[]): Headers => values.map((value) => ['OCI-Tag', value] as const)

// Several header lines mean the same as one list.
it.each([
  [[], []],
  [['1.2.3, 1.2,1'], ['1.2.3', '1.2', '1']],
  [
    ['1.2.3', 'latest'],
    ['1.2.3', 'latest'],
  ],
  [
    ['1.2.3 , ', 'latest'],
    ['1.2.3', 'latest'],
  ],
])('reads %j as %j', (values, tags) => {
  expect(tagsNamed(exchangeOf({ status: 201, headers: named(...values) }))).toEqual(tags)
})

it('demands that each created tag is named, in any order', () => {
  const exchange = exchangeOf({ status: 201, headers: named('b, a') })
  expect(namesTags(['a', 'b'])(exchange)).toEqual({ holds: true })
  expect(namesTags(['a', 'c'])(exchange)).toMatchObject({ holds: false, received: 'OCI-Tag: b, a' })
  expect(namesTags(['a'])(exchangeOf({ status: 201 }))).toMatchObject({ received: 'no OCI-Tag' })
})

describe('survivesTags', () => {
  it.each([
    [414, true],
    [431, true],
    [400, true],
    [201, true],
    [500, false],
  ])('%i: %s', (status, holds) => {
    expect(survivesTags(exchangeOf({ status })).holds).toBe(holds)
  })
})
