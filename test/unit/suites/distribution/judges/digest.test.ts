import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import {
  isContentOf,
  namedDigest,
  namesClientsDigest,
  namesDigest,
  namesDigestOf,
} from '../../../../../suites/distribution/judges/digest.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases } from './verdict.ts'

const bytes = new TextEncoder().encode('content')
const hash = (algorithm: string, of = bytes): string =>
  `${algorithm}:${createHash(algorithm).update(of).digest('hex')}`
const sha256 = hash('sha256')
const sha512 = hash('sha512')
const other = hash('sha256', new TextEncoder().encode('other'))
const names = (value: string): Answer => ({ headers: { 'Docker-Content-Digest': value } })

it('the named digest is that of the header', () => {
  expect(namedDigest(exchangeOf(names(sha256)))).toBe(sha256)
  expect(namedDigest(exchangeOf({}))).toBeUndefined()
})

cases('namesDigest', namesDigest, [
  [names('anything'), 'holds'],
  [{}, 'violated'],
])

cases('namesDigestOf', namesDigestOf(sha256, bytes), [
  [{}, 'holds'],
  [names(sha256), 'holds'],
  // A pull may be answered with another algorithm.
  [names(sha512), 'notes'],
  [names(other), 'violated'],
  [names(hash('sha512', new Uint8Array())), 'violated'],
  [names('sha512'), 'violated'],
  [names(''), 'violated'],
  [names('blake3:00'), 'notes'],
  [names('blake3'), 'violated'],
])

cases('namesDigestOf without the bytes', namesDigestOf(sha256, undefined), [
  [{}, 'holds'],
  [names(sha256), 'holds'],
  [names(sha512), 'notes'],
  [names(other), 'violated'],
])

cases('namesClientsDigest', namesClientsDigest(sha512), [
  [{}, 'holds'],
  [names(sha512), 'holds'],
  [names(sha256), 'violated'],
])

cases('isContentOf', isContentOf('a blob', sha256), [
  [{ body: bytes }, 'holds'],
  [{ body: 'other' }, 'violated'],
])

cases('isContentOf by sha512', isContentOf('a blob', sha512), [
  [{ body: bytes }, 'holds'],
  [{ body: 'other' }, 'violated'],
])

it('content of an algorithm that is not known here is not verified, which is noted', () => {
  const judgement = isContentOf('a blob', 'blake3:00')(exchangeOf({ body: bytes }))
  expect(judgement).toMatchObject({ holds: true, note: expect.stringContaining('not verified') as string })
})
