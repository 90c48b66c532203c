import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import {
  differingBodies,
  bodiesByDigest,
  differenceInWords,
} from '../../../src/reporters/text/differing-bodies.ts'
import { bytes, exchange, text } from './fixture.ts'

const json = (value: unknown, indent?: number) => text(JSON.stringify(value, undefined, indent))
const image = { schemaVersion: 2, layers: [1, 2] }
const blob = Uint8Array.from({ length: 300 }, (_, index) => index % 251)
const altered = (at: readonly number[]) => blob.map((byte, index) => (at.includes(index) ? byte ^ 1 : byte))

// What one looks for first where other bytes came than were pushed.
it.for([
  {
    what: 'layout',
    one: json(image),
    other: json(image, 2),
    words: /^the same JSON, formatted differently: \d+ bytes/,
  },
  { what: 'compression', one: bytes(blob), other: bytes(gzipSync(blob)), words: /^compressed with gzip: / },
  {
    what: 'an end',
    one: bytes(blob),
    other: bytes(blob.slice(0, 299)),
    words: 'cut short: the first 299 of 300 bytes',
  },
  { what: 'more', one: text('ab'), other: text('abc'), words: '1 bytes more at the end' },
  {
    what: 'a bit',
    one: bytes(blob),
    other: bytes(altered([5])),
    words: '1 of 300 bytes differs, at offset 5: 05 became 04',
  },
  {
    what: 'bits',
    one: bytes(blob),
    other: bytes(altered([7, 9])),
    words: '2 of 300 bytes differ, the first at offset 7: 07 became 06',
  },
  {
    what: 'a field',
    one: json(image),
    other: json({ ...image, more: 1 }),
    words: /^43 bytes instead of 34; they differ first at offset 33: 7d became 2c$/,
  },
])('describes $what', ({ one, other, words }) => {
  expect(differenceInWords({ expected: one, received: other })).toMatch(words)
})

it('finds the bodies that a finding names by their digests', () => {
  const [sent, came] = [text('{"a":1}'), text('{"a": 1}')]
  const bodies = bodiesByDigest([
    exchange(1, { request: 'PUT /v2/a/manifests/b', status: 201, sent }),
    exchange(2, { request: 'GET /v2/a/manifests/b', status: 200, body: came }),
  ])
  const received = `8 bytes of ${came.sha256}`
  expect(differingBodies({ expected: [sent.sha256], received }, bodies)).toEqual({
    expected: sent,
    received: came,
  })
  expect(differingBodies({ expected: ['200'], received: '404' }, bodies)).toBeUndefined()
  expect(differingBodies({ expected: [`sha256:${'0'.repeat(64)}`], received }, bodies)).toBeUndefined()
})
