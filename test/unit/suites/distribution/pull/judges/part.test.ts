import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../../../../src/content/digest.ts'
import {
  announcedBy,
  bodyParts,
  parseContentRange,
} from '../../../../../../suites/distribution/pull/judges/content-range.ts'
import {
  describesPart,
  returnsPartOrWhole,
  returnsTrueParts,
  servesPart,
} from '../../../../../../suites/distribution/pull/judges/part.ts'
import { exchangeOf, type Answer } from '../../exchange.ts'
import { cases, verdict } from '../../judges/verdict.ts'

const text = '0123456789abcdef'
const bytes = new TextEncoder().encode(text)
const blob = { digest: digestOf(bytes), bytes }
const wanted = { first: 2, last: 5 }

const part = (body: string, range?: string, status = 206): Answer => ({
  status,
  body,
  headers: range === undefined ? {} : { 'Content-Range': range },
})

describe('parseContentRange', () => {
  it.each([
    ['bytes 2-5/16', { first: 2, last: 5, size: 16 }],
    ['BYTES 2-5/*', { first: 2, last: 5 }],
    ['bytes 0-0/1', { first: 0, last: 0, size: 1 }],
  ])('%s', (value, found) => expect(parseContentRange(value)).toEqual(found))
  it.each([
    '',
    'bytes=2-5/16',
    'bytes 2-5',
    'bytes 5-2/16',
    'bytes 2-16/16',
    'bytes */16',
    '2-5/16',
    'bytes -5/16',
  ])('is nothing in %o', (value) => expect(parseContentRange(value)).toBeUndefined())
})

const twice = (one: string, other: string) =>
  announcedBy(exchangeOf({ headers: [['Content-Range', one] as const, ['content-range', other] as const] }))

describe('announcedBy', () => {
  it('takes the same field twice for one', () =>
    expect(twice('bytes 2-5/16', 'bytes 2-5/16')).toMatchObject({ first: 2 }))
  it('is nothing where two fields differ', () =>
    expect(twice('bytes 2-5/16', 'bytes 2-6/16')).toBeUndefined())
})

describe('bodyParts', () => {
  const body = [
    '--B',
    'Content-Type: text/plain',
    'Content-Range: bytes 0-1/16',
    '',
    '01',
    '--B',
    'Content-Range: bytes 4-5/16',
    '',
    '45',
    '--B--',
    '',
  ].join('\r\n')
  const read = (type: string, from = body) => bodyParts(type, new TextEncoder().encode(from))
  it.each(['multipart/byteranges; boundary=B', 'Multipart/Byteranges; a=b; boundary="B"'])(
    'by %s',
    (type) => {
      expect(read(type)).toEqual([
        { contentRange: 'bytes 0-1/16', bytes: Buffer.from('01') },
        { contentRange: 'bytes 4-5/16', bytes: Buffer.from('45') },
      ])
    },
  )
  it.each([
    'text/plain',
    'multipart/byteranges',
    'multipart/mixed; boundary=B',
    'multipart/byteranges; boundary=C',
  ])('is nothing by %s', (type) => expect(read(type)).toBeUndefined())
  it('is nothing where the body breaks off', () =>
    expect(read('multipart/byteranges; boundary=B', body.slice(0, 60))).toBeUndefined())
})

cases('returnsPartOrWhole', returnsPartOrWhole(blob, wanted), [
  [part('2345', 'bytes 2-5/16'), 'holds'],
  [part('2345'), 'holds'],
  [part('234', 'bytes 2-4/16'), 'notes'],
  [part('45', 'bytes 4-5/*'), 'notes'],
  [part('234', 'bytes 2-5/16'), 'violated'],
  [part('234'), 'violated'],
  [part('3456', 'bytes 3-6/16'), 'violated'],
  [part('xxxx', 'bytes 2-5/16'), 'violated'],
  [part('', 'bytes 2-5/16'), 'violated'],
  [part('23', 'bytes 16-17/99'), 'violated'],
  [part(text, undefined, 200), 'holds'],
  [part('2345', 'bytes 2-5/16', 200), 'violated'],
  [part('', undefined, 200), 'violated'],
  [part(text.toUpperCase(), undefined, 200), 'violated'],
  [part(text, undefined, 203), 'violated'],
  [part('', undefined, 204), 'violated'],
  [part('', undefined, 416), 'holds'],
  [part('', undefined, 500), 'holds'],
])

cases('returnsTrueParts', returnsTrueParts(blob), [
  [part('01', 'bytes 0-1/16'), 'holds'],
  [part('01', 'bytes 4-5/16'), 'violated'],
  [part('01', 'bytes=0-1'), 'violated'],
  [part('01'), 'holds'],
  [part('10'), 'violated'],
  [part('', 'bytes 16-15/16'), 'holds'],
  [part('', undefined, 200), 'violated'],
  [part(text, undefined, 200), 'holds'],
  [part('01', 'bytes 0-1/16', 200), 'violated'],
  [part('', undefined, 416), 'holds'],
])

const several = (second: string): Answer => ({
  status: 206,
  headers: { 'Content-Type': 'multipart/byteranges; boundary=B' },
  body: `--B\r\nContent-Range: bytes 0-1/16\r\n\r\n01\r\n--B\r\nContent-Range: bytes 4-5/16\r\n\r\n${second}\r\n--B--\r\n`,
})

describe('parts of several ranges', () => {
  it.each([
    ['45', 'holds'],
    ['54', 'violated'],
    ['4', 'violated'],
  ])('%s: %s', (second, outcome) =>
    expect(verdict(returnsTrueParts(blob)(exchangeOf(several(second))))).toBe(outcome),
  )
})

cases('describesPart', describesPart(blob, wanted), [
  [part('2345', 'bytes 2-5/16'), 'holds'],
  [part('2345', 'bytes 2-5/*'), 'holds'],
  [part('234', 'bytes 2-4/16'), 'holds'],
  // The bytes are wrong, not their description.
  [part('xxxx', 'bytes 2-5/16'), 'holds'],
  [part('2345'), 'violated'],
  [part('2345', 'bytes 0-3/16'), 'violated'],
  [part('2345', 'bytes 2-5/4'), 'violated'],
  [part('2345', 'bytes 2-5/17'), 'violated'],
  [part('2345', '2-5/16'), 'violated'],
])

const judged = (status: number) => servesPart('a Range within a blob')(exchangeOf({ status }))

describe('servesPart', () => {
  it('holds for a part', () => expect(judged(206)).toEqual({ holds: true }))
  it.each([200, 203, 400, 416])('%i keeps the level of the requirement', (status) =>
    expect(judged(status)).toMatchObject({
      holds: false,
      title: expect.stringContaining(`${status}`) as string,
    }),
  )
  it.each([200, 203, 400, 416])('%i has no severity of its own', (status) =>
    expect(judged(status)).not.toHaveProperty('severity'),
  )
  it.each([401, 403, 404, 405, 500, 501, 503, 304])('%i fails', (status) =>
    expect(judged(status)).toMatchObject({ holds: false, severity: 'fail' }),
  )
})

it('of each part, only its own bytes are right under its own description', () => {
  const place = fc.integer({ min: 0, max: 15 })
  fc.assert(
    fc.property(place, place, place, place, (a, b, c, d) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)]
      const [from, to] = [Math.min(c, d), Math.max(c, d)]
      const got = exchangeOf(part(text.slice(from, to + 1), `bytes ${from}-${to}/16`))
      const judgement = returnsPartOrWhole(blob, { first, last })(got)
      expect(judgement.holds).toBe(from >= first && to <= last)
      expect(verdict(describesPart(blob, { first, last })(got))).toBe('holds')
    }),
  )
})
