import type { Descriptor } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import {
  violated,
  holds,
  warning,
  type Judge,
  type Judgement,
  type Violated,
} from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/record/exchange.ts'
import { describeResponse, isPage, startOf } from './received.ts'
import { answerOf, jsonOf, sends } from './response.ts'
import {
  anyOf,
  entryHas,
  entryLacks,
  literal,
  referrersAre,
  textLacks,
  textMatches,
  headerIs,
} from '../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../src/registry/reproduce/condition-kinds.ts'

const listOfDescriptors = textMatches('"manifests":\\[(\\{.*"digest":"[^"]*".*\\})?\\]')
const ofIndexType = anyOf(
  [textMatches(`^\\{([^{]*,)?"mediaType":"${literal(mediaTypes.index)}"`)],
  [textMatches(`\\],"mediaType":"${literal(mediaTypes.index)}"`)],
  [textLacks(`(^\\{|\\],)("[^"]*":[^{[]*,)?"mediaType"`)],
)

/** The entry of the same digest has what the expression matches. */
const has = ({ digest }: Descriptor, matches: string): Condition => entryHas(digest, matches)

/** Text in JSON, without white space, as an expression that matches it alone. */
const json = (text: string): string => literal(JSON.stringify(text).replaceAll(/\s/g, ''))

/** Characters of a value that an expression has: grep refuses one that is too long. */
const mostOfValue = 4000

/** The entry has an annotation; of a value that is very long, how it begins and how it ends. */
function hasAnnotation(entry: Descriptor, key: string, value: string): Condition[] {
  const whole = JSON.stringify(value).replaceAll(/\s/g, '')
  if (whole.length <= mostOfValue) return [has(entry, `${json(key)}:${literal(whole)}`)]
  return [
    has(entry, `${json(key)}:${literal(whole.slice(0, mostOfValue))}`),
    has(entry, literal(whole.slice(-mostOfValue))),
  ]
}

/** The descriptors of a referrers list; undefined where the body is not an image index. */
export function referrersOf(exchange: Exchange): Descriptor[] | undefined {
  const { manifests } = (jsonOf(exchange) ?? {}) as { manifests?: unknown }
  if (!Array.isArray(manifests)) return undefined
  return manifests.every(hasDigest) ? (manifests as Descriptor[]) : undefined
}

/** Those that a list has: null counts as none. */
export function listedReferrers(exchange: Exchange): Descriptor[] | undefined {
  const { manifests } = (jsonOf(exchange) ?? {}) as { manifests?: unknown }
  return manifests === null ? [] : referrersOf(exchange)
}

/** A digest that is an object is none, and could not even be shown: what is made of it may throw. */
const hasDigest = (each: unknown): boolean =>
  typeof each === 'object' &&
  each !== null &&
  'digest' in each &&
  (typeof each.digest !== 'object' || each.digest === null)

/** The body is an image index with a list of descriptors, empty where there is no referrer. */
export const isReferrersList: Judge<Exchange> = (exchange) => {
  const document = (jsonOf(exchange) ?? {}) as Record<string, unknown>
  const expected = `{"schemaVersion": 2, "mediaType": "${mediaTypes.index}", "manifests": […]}`
  const response = answerOf(exchange)
  const received = isPage(response) ? describeResponse(response) : startOf(response.body, 300)
  if (!referrersOf(exchange))
    return violated(
      'returned a referrers list that is not an image index',
      expected,
      received,
      listOfDescriptors,
    )
  if (document['schemaVersion'] !== 2) {
    return violated(
      'returned a referrers list without schemaVersion 2',
      expected,
      received,
      textMatches('"schemaVersion":2[,}]'),
    )
  }
  const { mediaType } = document
  return mediaType === undefined || mediaType === mediaTypes.index
    ? holds()
    : violated('returned a referrers list of another mediaType', expected, received, ofIndexType)
}

/** The entry for a digest in a list. */
export const entryOf = (list: readonly Descriptor[], digest: string): Descriptor | undefined =>
  list.find((descriptor) => descriptor.digest === digest)

/** The list has an entry for each of these digests. */
export function listsReferrers(list: readonly Descriptor[], wanted: readonly string[]): Judgement {
  const missing = wanted.filter((digest) => !entryOf(list, digest))
  return missing.length === 0
    ? holds()
    : violated(
        'omitted referrers that were pushed',
        wanted.join(', '),
        `${list.length} entries, without ${missing.join(', ')}`,
        referrersAre({ includes: wanted, pages: true }),
      )
}

/** The list has none of these digests. */
export function listsNone(list: readonly Descriptor[], unwanted: readonly string[], why: string): Judgement {
  const found = unwanted.filter((digest) => entryOf(list, digest))
  return found.length === 0
    ? holds()
    : violated(
        `listed a manifest ${why}`,
        `without ${unwanted.join(', ')}`,
        found.join(', '),
        referrersAre({ excludes: unwanted, pages: true }),
      )
}

/** The list has nothing but these digests. */
export function listsOnly(list: readonly Descriptor[], wanted: readonly string[]): Judgement {
  const others = list.filter(({ digest }) => !wanted.includes(digest))
  return others.length === 0
    ? holds()
    : violated(
        'listed something that does not refer to the requested digest',
        wanted.join(', '),
        others.map(({ digest }) => digest).join(', '),
        referrersAre({ only: wanted, pages: true }),
      )
}

/** The list has no digest twice. */
export function listsEachOnce(list: readonly Descriptor[]): Judgement {
  const digests = list.map(({ digest }) => digest)
  const twice = digests.find((digest, at) => digests.indexOf(digest) !== at)
  return twice === undefined
    ? holds()
    : violated(
        'listed a referrer twice',
        'each referrer once',
        twice,
        referrersAre({ unique: true, pages: true }),
      )
}

/** The answer is an image index without entries; null in their place is a note. */
export const isEmptyReferrersList: Judge<Exchange> = (exchange) => {
  const { manifests } = (jsonOf(exchange) ?? {}) as { manifests?: unknown }
  const expected = '"manifests": []'
  if (manifests === null) {
    return warning(
      violated(
        'returned null instead of an empty list of referrers',
        expected,
        '"manifests": null',
        textMatches('"manifests":\\['),
      ),
    )
  }
  const list = referrersOf(exchange)
  if (!list || list.length === 0) return isReferrersList(exchange)
  return violated(
    'listed referrers where there are none',
    expected,
    list.map(({ digest }) => digest).join(', '),
    referrersAre({ count: ['eq', 0] }),
  )
}

/** The answer has the media type of an image index; what parameters it carries does not matter. */
export const hasReferrersType: Judge<Exchange> = sends(
  'Content-Type',
  mediaTypes.index,
  (value) => value.split(';', 1)[0]?.trim().toLowerCase() === mediaTypes.index,
  { matches: `^${literal(mediaTypes.index)} *(;|$)` },
)

/** The entry gives the media type and the size of the manifest. */
export function describesManifest(
  entry: Descriptor,
  manifest: Pick<Descriptor, 'mediaType' | 'size'>,
): Judgement {
  const wanted = { mediaType: manifest.mediaType, size: manifest.size }
  const { mediaType, size } = entry
  return mediaType === wanted.mediaType && size === wanted.size
    ? holds()
    : violated(
        'listed a referrer with a wrong media type or size',
        JSON.stringify(wanted),
        JSON.stringify({ mediaType, size }),
        has(entry, `"mediaType":"${literal(wanted.mediaType)}"`),
        has(entry, `"size":${wanted.size}[,}]`),
      )
}

/** The entry's artifactType is this one, or absent where that is undefined. */
export function hasArtifactType(entry: Descriptor, wanted: string | undefined): Judgement {
  const { artifactType } = entry
  if (artifactType === wanted) return holds()
  return violated(
    'listed a referrer with a wrong artifactType',
    wanted === undefined ? 'no artifactType' : `"artifactType": "${wanted}"`,
    artifactType === undefined ? 'no artifactType' : `"artifactType": ${JSON.stringify(artifactType)}`,
    wanted === undefined
      ? entryLacks(entry.digest, '"artifactType":')
      : has(entry, `"artifactType":${json(wanted)}`),
  )
}

/** The entry carries all of the manifest's annotations. */
export function hasAnnotations(entry: Descriptor, wanted: Record<string, string>): Judgement {
  const found = (entry.annotations ?? {}) as Record<string, unknown>
  const lost = Object.entries(wanted).filter(([key, value]) => found[key] !== value)
  return lost.length === 0
    ? holds()
    : violated(
        'listed a referrer without its annotations',
        JSON.stringify(wanted),
        `"annotations": ${JSON.stringify(entry.annotations)}`,
        ...Object.entries(wanted).flatMap(([key, value]) => hasAnnotation(entry, key, value)),
      )
}

/** What is wrong with a filtered list whose responses do not state that. */
export const unannouncedFilter = (title: string): Violated =>
  violated(
    title,
    'OCI-Filters-Applied: artifactType',
    'no such header',
    headerIs('OCI-Filters-Applied', { matches: 'artifactType' }),
  )

/** Of a page that was requested with the filter: who follows a Link has read on the first page that the list is filtered. */
export const unannouncedFurther: Judgement = warning(
  unannouncedFilter('returned a further page of filtered referrers without OCI-Filters-Applied'),
)

/** The filters that an answer announces. */
export const filtersApplied = (exchange: Exchange): string[] =>
  headerValues(answerOf(exchange).headers, 'oci-filters-applied')
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
