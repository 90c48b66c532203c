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
import { noted, violation } from './findings.ts'

const sent = (name: string, value: string) => exchangeOf({ headers: { [name]: value } })
const taking = (status: number) =>
  violation({ title: String(status), expected: ['400', '416'], received: String(status) })

describe('a finding about an upload', () => {
  it('shows its Location', () => {
    expect(sendsLocation(sent('Location', 'http://['))).toEqual(
      violation({ expected: ['Location: a URL'], received: 'Location: http://[' }),
    )
    expect(locationDiffersFrom(sent('Location', '/1'))(sent('Location', '/1'))).toEqual(
      violation({ received: '/1 twice' }),
    )
    const warned = { ...violation({ received: '' }), severity: 'warn' }
    expect(locationHasUuid(sent('Location', '/1'))).toEqual({ ...warned, received: '/1' })
    expect(locationHasUuid(exchangeOf())).toEqual(warned)
  })

  it('shows its Range', () => {
    expect(sendsRangeFromZero(sent('Range', '0-1x'))).toEqual(
      violation({ expected: ['Range: 0-<last byte>'], received: 'Range: 0-1x' }),
    )
    expect(hasGrownNoFurtherThan(sent('Range', '0-1'), 'a chunk')(sent('Range', '0-2'))).toEqual(
      violation({ expected: ['Range: 0-1'], received: 'Range: 0-2' }),
    )
  })

  it('shows the status', () => {
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
  ])('takes a %i to the final PUT as success: %s', (status, taken) => {
    const received = `${status} to the digest that includes it`
    expect(closesWithout('a chunk')(exchangeOf({ status }))).toEqual(
      taken ? violation({ expected: ['400', '404'], received }) : { holds: true },
    )
  })
})

describe('a finding about referrers', () => {
  const one = descriptorOf(jsonContent({ schemaVersion: 2 }, mediaTypes.manifest))
  const other = { ...one, digest: `sha256:${'1'.repeat(64)}` }
  const expected = ['"manifests": []']

  it('shows null, and what should not be listed', () => {
    expect(isEmptyReferrersList(exchangeOf(json({ manifests: null })))).toEqual({
      ...violation({ expected, received: '"manifests": null' }),
      severity: 'warn',
    })
    expect(isEmptyReferrersList(exchangeOf(json({ manifests: [one, other] })))).toEqual(
      violation({ expected, received: `${one.digest}, ${other.digest}` }),
    )
  })

  it('blanks may stand before the parameters of a type', () => {
    expect(hasReferrersType(sent('Content-Type', `${mediaTypes.index} ; charset=utf-8`))).toEqual({
      holds: true,
    })
  })
})

describe('a finding about a digest', () => {
  const field = 'Docker-Content-Digest'
  const bytes = new TextEncoder().encode('content')
  const hash = (algorithm: string) => `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
  const [sha256, sha512] = [hash('sha256'), hash('sha512')]
  const other = `sha256:${'0'.repeat(64)}`

  it('names the missing field', () => {
    expect(namesDigest(exchangeOf())).toEqual(violation({ title: field, expected: [`${field}: <digest>`] }))
  })

  it('names both', () => {
    expect(namesDigestOf(sha256, bytes)(sent(field, other))).toEqual(
      violation({ title: field, expected: [`${field}: ${sha256}`], received: `${field}: ${other}` }),
    )
    expect(namesClientsDigest(sha256)(sent(field, other))).toEqual(
      violation({ expected: [`${field}: ${sha256}`], received: `${field}: ${other}` }),
    )
    expect(isContentOf('a blob', other)(exchangeOf({ body: bytes }))).toEqual(
      violation({ expected: [other], received: `7 bytes of ${sha256}` }),
    )
  })

  it('notes of another algorithm whether it was verified', () => {
    expect(namesDigestOf(sha256, bytes)(sent(field, sha512))).toEqual(noted(`${sha512} for ${sha256}`))
    expect(namesDigestOf(sha512, bytes)(sent(field, sha256))).toEqual(noted(`${sha256} for ${sha512}`))
    expect(namesDigestOf(sha256, undefined)(sent(field, sha512))).toEqual(
      noted(`sha512 digest for ${sha256}`),
    )
    expect(namesDigestOf(sha256, bytes)(sent(field, 'blake3:00'))).toEqual(noted('blake3'))
    expect(isContentOf('a blob', 'blake3:00')(exchangeOf({ body: bytes }))).toEqual(noted('blake3:00'))
  })
})
