import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { describe as descriptorOf, jsonContent } from '../../../../../src/content/content.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import {
  isContentOf,
  namesClientsDigest,
  namesDigest,
  namesDigestOf,
} from '../../../../../suites/distribution/judges/digest.ts'
import {
  hasReferrersType,
  isEmptyReferrersList,
} from '../../../../../suites/distribution/judges/referrers.ts'
import {
  closesWithout,
  hasGrownNoFurtherThan,
  locationDiffersFrom,
  locationHasUuid,
  refusesOddity,
  sendsLocation,
  sendsRangeFromZero,
} from '../../../../../suites/distribution/push/judges/upload.ts'
import { exchangeOf } from '../exchange.ts'
import { json } from './verdict.ts'
import { broken, noted } from './words.ts'

const sent = (name: string, value: string) => exchangeOf({ headers: { [name]: value } })
const taking = (status: number) => broken(`answers ${status} to an odd chunk`, ['400', '416'], String(status))

describe('the words about an upload', () => {
  it('name its Location', () => {
    expect(sendsLocation(sent('Location', 'http://['))).toEqual(
      broken('sends a wrong Location', ['Location: a URL'], 'Location: http://['),
    )
    expect(locationDiffersFrom(sent('Location', '/1'))(sent('Location', '/1'))).toEqual(
      broken('gives two uploads the same Location', ['two Locations'], '/1 twice'),
    )
    const title = 'gives an upload a Location without a UUID'
    const warned = { ...broken(title, ['a UUID in the Location'], ''), severity: 'warn' }
    expect(locationHasUuid(sent('Location', '/1'))).toEqual({ ...warned, received: '/1' })
    expect(locationHasUuid(exchangeOf())).toEqual(warned)
  })

  it('name its Range', () => {
    expect(sendsRangeFromZero(sent('Range', '0-1x'))).toEqual(
      broken('sends a wrong Range', ['Range: 0-<last byte>'], 'Range: 0-1x'),
    )
    expect(hasGrownNoFurtherThan(sent('Range', '0-1'), 'a chunk')(sent('Range', '0-2'))).toEqual(
      broken('counts a chunk in the status of the upload', ['Range: 0-1'], 'Range: 0-2'),
    )
  })

  it('name the status', () => {
    const judge = refusesOddity('an odd chunk')
    expect(judge(exchangeOf({ status: 399 }))).toEqual({ ...taking(399), severity: 'warn' })
    expect(judge(exchangeOf({ status: 400 }))).toEqual({ holds: true })
    expect(judge(exchangeOf({ status: 499 }))).toEqual({ holds: true })
    expect(judge(exchangeOf({ status: 500 }))).toEqual({ ...taking(500), severity: 'warn' })
  })

  it.each([
    [199, false],
    [200, true],
    [299, true],
    [300, false],
  ])('take a %i to the closing for success: %s', (status, taken) => {
    const received = `${status} to the digest that includes it`
    expect(closesWithout('a chunk')(exchangeOf({ status }))).toEqual(
      taken ? broken('has a chunk in the upload', ['400', '404'], received) : { holds: true },
    )
  })
})

describe('the words about referrers', () => {
  const one = descriptorOf(jsonContent({ schemaVersion: 2 }, mediaTypes.manifest))
  const other = { ...one, digest: `sha256:${'1'.repeat(64)}` }
  const expected = ['"manifests": []']

  it('name null, and what should not be listed', () => {
    expect(isEmptyReferrersList(exchangeOf(json({ manifests: null })))).toEqual({
      ...broken('answers null in place of an empty list of referrers', expected, '"manifests": null'),
      severity: 'warn',
    })
    expect(isEmptyReferrersList(exchangeOf(json({ manifests: [one, other] })))).toEqual(
      broken('lists referrers where there are none', expected, `${one.digest}, ${other.digest}`),
    )
  })

  it('blanks may stand before the parameters of a type', () => {
    expect(hasReferrersType(sent('Content-Type', `${mediaTypes.index} ; charset=utf-8`))).toEqual({
      holds: true,
    })
  })
})

describe('the words about a digest', () => {
  const field = 'Docker-Content-Digest'
  const bytes = new TextEncoder().encode('content')
  const hash = (algorithm: string) => `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
  const [sha256, sha512] = [hash('sha256'), hash('sha512')]
  const other = `sha256:${'0'.repeat(64)}`

  it('say that there is none', () => {
    expect(namesDigest(exchangeOf())).toEqual(
      broken(`sends no ${field} with its 200 to a GET`, [`${field}: <digest>`], 'no such header'),
    )
  })

  it('name both', () => {
    expect(namesDigestOf(sha256, bytes)(sent(field, other))).toEqual(
      broken(`names a wrong digest in ${field}`, [`${field}: ${sha256}`], `${field}: ${other}`),
    )
    expect(namesClientsDigest(sha256)(sent(field, other))).toEqual(
      broken('answers a push with another digest', [`${field}: ${sha256}`], `${field}: ${other}`),
    )
    expect(isContentOf('a blob', other)(exchangeOf({ body: bytes }))).toEqual(
      broken('returns other bytes for a blob', [other], `7 bytes of ${sha256}`),
    )
  })

  it('tell of another algorithm whether it was verified', () => {
    expect(namesDigestOf(sha256, bytes)(sent(field, sha512))).toEqual(noted(`names ${sha512} for ${sha256}`))
    expect(namesDigestOf(sha512, bytes)(sent(field, sha256))).toEqual(noted(`names ${sha256} for ${sha512}`))
    expect(namesDigestOf(sha256, undefined)(sent(field, sha512))).toEqual(
      noted(`names a digest of sha512 for ${sha256}, which was not verified`),
    )
    expect(namesDigestOf(sha256, bytes)(sent(field, 'blake3:00'))).toEqual(
      noted('names a digest of blake3, which was not verified'),
    )
    expect(isContentOf('a blob', 'blake3:00')(exchangeOf({ body: bytes }))).toEqual(
      noted('blake3:00 was not verified'),
    )
  })
})
