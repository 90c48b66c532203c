import type { Descriptor } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { broken, holds, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/exchange.ts'
import { answerOf, jsonOf } from './response.ts'

/** The descriptors of a referrers list; undefined where the body is no image index. */
export function referrersOf(exchange: Exchange): Descriptor[] | undefined {
  const { manifests } = (jsonOf(exchange) ?? {}) as { manifests?: unknown }
  if (!Array.isArray(manifests)) return undefined
  return manifests.every((each) => typeof each === 'object' && each !== null && 'digest' in each)
    ? (manifests as Descriptor[])
    : undefined
}

/** The body is an image index with a list of descriptors, empty where there is no referrer. */
export const isReferrersList: Judge<Exchange> = (exchange) => {
  const document = (jsonOf(exchange) ?? {}) as Record<string, unknown>
  const expected = `{"schemaVersion": 2, "mediaType": "${mediaTypes.index}", "manifests": […]}`
  const received = new TextDecoder().decode(answerOf(exchange).body.bytes.subarray(0, 300))
  if (!referrersOf(exchange))
    return broken('answers a referrers list that is no image index', expected, received)
  if (document['schemaVersion'] !== 2) {
    return broken('answers a referrers list without schemaVersion 2', expected, received)
  }
  const { mediaType } = document
  return mediaType === undefined || mediaType === mediaTypes.index
    ? holds()
    : broken('answers a referrers list of another mediaType', expected, received)
}

/** The entry for a digest in a list. */
export const entryOf = (list: readonly Descriptor[], digest: string): Descriptor | undefined =>
  list.find((descriptor) => descriptor.digest === digest)

/** The list has an entry for each of these digests. */
export function listsReferrers(list: readonly Descriptor[], wanted: readonly string[]): Judgement {
  const missing = wanted.filter((digest) => !entryOf(list, digest))
  return missing.length === 0
    ? holds()
    : broken(
        'leaves out referrers that were pushed',
        wanted.join(', '),
        `${list.length} entries, without ${missing.join(', ')}`,
      )
}

/** The list has none of these digests. */
export function listsNone(list: readonly Descriptor[], unwanted: readonly string[], why: string): Judgement {
  const found = unwanted.filter((digest) => entryOf(list, digest))
  return found.length === 0
    ? holds()
    : broken(`lists a manifest ${why}`, `without ${unwanted.join(', ')}`, found.join(', '))
}

/** The entry's artifactType is this one, or absent where undefined is given. */
export function hasArtifactType(entry: Descriptor, wanted: string | undefined): Judgement {
  const { artifactType } = entry
  if (artifactType === wanted) return holds()
  return broken(
    'lists a referrer with a wrong artifactType',
    wanted === undefined ? 'no artifactType' : `"artifactType": "${wanted}"`,
    artifactType === undefined ? 'no artifactType' : `"artifactType": ${JSON.stringify(artifactType)}`,
  )
}

/** The entry carries all of the manifest's annotations. */
export function hasAnnotations(entry: Descriptor, wanted: Record<string, string>): Judgement {
  const found = (entry.annotations ?? {}) as Record<string, unknown>
  const lost = Object.entries(wanted).filter(([key, value]) => found[key] !== value)
  return lost.length === 0
    ? holds()
    : broken(
        'lists a referrer without its annotations',
        JSON.stringify(wanted),
        `"annotations": ${JSON.stringify(entry.annotations)}`,
      )
}

/** The filters that an answer says it applied. */
export const filtersApplied = (exchange: Exchange): string[] =>
  headerValues(answerOf(exchange).headers, 'oci-filters-applied')
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
