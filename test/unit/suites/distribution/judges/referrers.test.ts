import { describe, expect, it } from 'vitest'
import { describe as descriptorOf, jsonContent, type Descriptor } from '../../../../../src/content/content.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import {
  describesManifest,
  filtersApplied,
  hasAnnotations,
  hasArtifactType,
  hasReferrersType,
  isEmptyReferrersList,
  isReferrersList,
  listsEachOnce,
  listsNone,
  listsOnly,
  listsReferrers,
  referrersOf,
} from '../../../../../suites/distribution/judges/referrers.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases, json, verdict } from './verdict.ts'

const manifest = jsonContent({ schemaVersion: 2 }, mediaTypes.manifest)
const one = descriptorOf(manifest)
const other = { ...one, digest: `sha256:${'1'.repeat(64)}` }
const index = (manifests: unknown, more: Record<string, unknown> = {}): Answer =>
  json({ schemaVersion: 2, mediaType: mediaTypes.index, manifests, ...more })

cases('isReferrersList', isReferrersList, [
  [index([]), 'holds'],
  [index([one]), 'holds'],
  [index([], { mediaType: undefined }), 'holds'],
  [index([], { mediaType: mediaTypes.manifest }), 'violated'],
  [index([], { schemaVersion: 1 }), 'violated'],
  [index(null), 'violated'],
  [index(['x']), 'violated'],
  [json([one]), 'violated'],
  [{ body: 'x' }, 'violated'],
])

cases('isEmptyReferrersList', isEmptyReferrersList, [
  [index([]), 'holds'],
  [index(null), 'warns'],
  [index([one]), 'violated'],
  [index(undefined), 'violated'],
  [{}, 'violated'],
])

cases('hasReferrersType', hasReferrersType, [
  [{ headers: { 'Content-Type': mediaTypes.index } }, 'holds'],
  [{ headers: { 'Content-Type': `${mediaTypes.index}; charset=utf-8` } }, 'holds'],
  [{ headers: { 'Content-Type': 'application/json' } }, 'violated'],
  [{}, 'violated'],
])

describe('the entries', () => {
  it('are those of an index alone', () => {
    expect(referrersOf(exchangeOf(index([one])))).toEqual([one])
    expect(referrersOf(exchangeOf(index([null])))).toBeUndefined()
  })

  it.each([
    ['all that were pushed', listsReferrers([one, other], [one.digest]), 'holds'],
    ['without one that was pushed', listsReferrers([other], [one.digest]), 'violated'],
    ['without what is unwanted', listsNone([one], [other.digest], 'of others'), 'holds'],
    ['with what is unwanted', listsNone([one], [one.digest], 'of others'), 'violated'],
    ['nothing else', listsOnly([one], [one.digest, other.digest]), 'holds'],
    ['something else', listsOnly([one, other], [one.digest]), 'violated'],
    ['each once', listsEachOnce([one, other]), 'holds'],
    ['one twice', listsEachOnce([one, other, one]), 'violated'],
  ] as const)('%s: %o', (_, judgement, wanted) => expect(verdict(judgement)).toBe(wanted))
})

describe('an entry', () => {
  const typed: Descriptor = { ...one, artifactType: 'a/b', annotations: { x: '1', y: '2' } }
  it.each([
    ['as pushed', describesManifest(one, descriptorOf(manifest)), 'holds'],
    ['of another size', describesManifest({ ...one, size: 1 }, descriptorOf(manifest)), 'violated'],
    [
      'of another type',
      describesManifest({ ...one, mediaType: mediaTypes.index }, descriptorOf(manifest)),
      'violated',
    ],
    ['with its artifactType', hasArtifactType(typed, 'a/b'), 'holds'],
    ['with another artifactType', hasArtifactType(typed, 'b/a'), 'violated'],
    ['without the artifactType', hasArtifactType(one, 'a/b'), 'violated'],
    ['without any, rightly', hasArtifactType(one, undefined), 'holds'],
    ['with an empty artifactType', hasArtifactType({ ...one, artifactType: '' }, undefined), 'violated'],
    ['with its annotations', hasAnnotations(typed, { x: '1' }), 'holds'],
    ['with another value', hasAnnotations(typed, { x: '2' }), 'violated'],
    ['without annotations', hasAnnotations(one, { x: '1' }), 'violated'],
  ] as const)('%s: %o', (_, judgement, wanted) => expect(verdict(judgement)).toBe(wanted))
})

it.each<[Record<string, string>, string[]]>([
  [{ 'OCI-Filters-Applied': 'artifactType' }, ['artifactType']],
  [{ 'oci-filters-applied': 'artifactType, other' }, ['artifactType', 'other']],
  [{}, []],
])('filters of %o: %o', (headers, filters) => {
  expect(filtersApplied(exchangeOf({ headers }))).toEqual(filters)
})

// What cannot be shown as text would throw in the middle of a test.
it.each([[{ toString: 2 }], [{}], [['sha256:0']]])(
  'does not take a list with the digest %j for an image index',
  (digest) => {
    const manifests = [{ mediaType: 'a/b', digest, size: 1 }]
    const exchange = exchangeOf({ body: JSON.stringify({ schemaVersion: 2, manifests }) })
    expect(referrersOf(exchange)).toBeUndefined()
    expect(isEmptyReferrersList(exchange).holds).toBe(false)
  },
)

it('has short expressions for a long annotation: how it begins and how it ends', () => {
  const value = `first ${'x'.repeat(70_000)} last`
  const entry = { mediaType: mediaTypes.manifest, digest: `sha256:${'0'.repeat(64)}`, size: 1 }
  const judgement = hasAnnotations(entry, { 'vnd.example.long': value })
  const all = judgement.holds ? [] : (judgement.conditions ?? [])
  const matches = all.flatMap((each) =>
    each.kind === 'entry' && 'matches' in each ? [String(each.matches)] : [],
  )
  expect(matches).toHaveLength(2)
  expect(matches[0]).toMatch(/^"vnd\\.example\\.long":"firstx+$/)
  expect(matches[1]).toMatch(/^x+last"$/)
  expect(Math.max(...matches.map(({ length }) => length))).toBeLessThan(5000)
})
