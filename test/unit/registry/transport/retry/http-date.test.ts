import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseHttpDate } from '../../../../../src/registry/transport/retry/http-date.ts'

const now = Date.parse('2026-11-21T00:00:00Z')

it.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  ['Mon Nov 16 08:49:37 2026', '2026-11-16T08:49:37Z'],
  // A year of two digits that would be more than fifty years away has passed.
  ['Wednesday, 01-Jan-76 00:00:00 GMT', '2076-01-01T00:00:00Z'],
  ['Saturday, 01-Jan-77 00:00:00 GMT', '1977-01-01T00:00:00Z'],
  ['Thu, 29 Feb 2024 00:00:00 GMT', '2024-02-29T00:00:00Z'],
  ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00Z'],
])('%s', (text, date) => expect(parseHttpDate(text, now)).toBe(Date.parse(date)))

it.each([
  'Mon, 06 Nov 1994 08:49:37 GMT',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 94 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:37 GMT',
  'Sun, 06 Nov 1994 08:49:61 GMT',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 08:49:37 +0000',
  'Sun, 06 Nov 1994 08:49:37',
  'sun, 06 nov 1994 08:49:37 gmt',
  'Sun, 06 Nov 1994 08:49:37 GMT ',
  'Fri, 30 Feb 2024 00:00:00 GMT',
  'Sun Nov 6 08:49:37 1994',
  '1994-11-06T08:49:37Z',
  '784111777',
  '',
])('is not a date: %o', (text) => expect(parseHttpDate(text, now)).toBeUndefined())

it('reads what JavaScript writes', () => {
  const seconds = fc.integer({ min: 0, max: 253_402_300_799 })
  fc.assert(fc.property(seconds, (at) => parseHttpDate(new Date(at * 1000).toUTCString(), now) === at * 1000))
})
