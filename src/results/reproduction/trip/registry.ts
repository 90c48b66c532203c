import type { Finding } from '../../../engine/verdict.ts'
import type { TripPart, TripRecord } from '../../../registry/record/trip.ts'
import { quote } from '../../../registry/reproduce/shell.ts'
import type { Lines, Source } from './source.ts'

/** Everything that belongs to the image of one root: what it lists, and not its subject. */
export function partsOf({ manifests }: TripRecord, root: string): string[] {
  const parts = new Set<string>()
  const visit = (digest: string): void => {
    if (parts.has(digest)) return
    parts.add(digest)
    const found = manifests.find((each) => each.digest === digest)
    for (const each of [...(found?.blobs ?? []), ...(found?.manifests ?? [])]) visit(each)
  }
  visit(root)
  return [...parts]
}

export const typeOf = ({ manifests }: TripRecord, digest: string): string =>
  manifests.find((each) => each.digest === digest)?.mediaType ?? ''

/** Pushes everything of the image, and its tags. */
export const pushLines = (record: TripRecord): string[] => [
  '# The image: its blobs, its manifests and its tags.',
  ...forEachBlob(record, 'blob "$digest"'),
  ...forEachManifest(record, (type) => `manifest "$digest" ${type}`),
  ...record.tags.map(
    ({ tag, digest }) => `tagged ${quote(tag)} ${quote(digest)} ${quote(typeOf(record, digest))}`,
  ),
  '',
]

/** What is found without any client: what the registry makes of the image. */
export function throughRegistry(all: Source, { title }: Pick<Finding, 'title'>, id: string): Lines {
  const { record } = all
  const judged = judgements[id]?.({ ...all, record: onlyThose(record, title) })
  if (!judged) return { reason: 'no comparison of single responses shows it' }
  return [...pushLines(record), ...judged]
}

/** Those manifests and blobs whose digests are wanted. */
export const onlyIn = (
  { manifests, blobs }: TripRecord,
  isWanted: (digest: string) => boolean,
): Pick<TripRecord, 'manifests' | 'blobs'> => ({
  manifests: manifests.filter(({ digest }) => isWanted(digest)),
  blobs: blobs.filter(({ digest }) => isWanted(digest)),
})

/** Where the title of a finding names a digest, what it is about. */
function onlyThose(record: TripRecord, title: string): TripRecord {
  const { manifests, blobs } = onlyIn(record, (digest) => title.includes(digest))
  return {
    ...record,
    manifests: manifests.length > 0 ? manifests : record.manifests,
    blobs: blobs.length > 0 ? blobs : record.blobs,
  }
}

/** Does something with each digest: in the order of the list. */
function loop(digests: readonly string[], what: string): string[] {
  if (digests.length === 0) return []
  return ['for digest in \\', ...digests.map((each) => `  ${quote(each)} \\`), `; do ${what}; done`]
}

export const forEachBlob = ({ blobs }: TripRecord, what: string): string[] =>
  loop(
    blobs.map(({ digest }) => digest),
    what,
  )

/** Manifests in their order, those of one type that follow each other at once. */
export function forEachManifest({ manifests }: TripRecord, what: (type: string) => string): string[] {
  const groups: { type: string; digests: string[] }[] = []
  for (const { digest, mediaType } of manifests) {
    const last = groups.at(-1)
    if (last?.type === mediaType) last.digests.push(digest)
    else groups.push({ type: mediaType, digests: [digest] })
  }
  return groups.flatMap(({ type, digests }) => loop(digests, what(quote(type))))
}

const eachBlob =
  (checks: string) =>
  ({ record }: Source): string[] =>
    forEachBlob(record, `pulled blobs "$digest"${checks}`)

const eachManifest =
  (checks: string) =>
  ({ record }: Source): string[] =>
    forEachManifest(
      record,
      (type) => `pulled manifests "$digest" ${type}${checks.replaceAll('TYPE', () => type)}`,
    )

const isThere = '; there error "$digest"'
const isPulled = '; there fail "$digest"'
const hasBytes = '; has_bytes "$digest" "$digest"'
const hasType = '; has_type "$digest" TYPE'

const judgements: Readonly<Record<string, (source: Source) => string[]>> = {
  'roundtrip.blob.accepted': () => [],
  'roundtrip.manifest.accepted': () => [],
  'roundtrip.tag.accepted': () => [],
  'roundtrip.blob.pulled': eachBlob(isPulled),
  'roundtrip.blob.bytes': eachBlob(isThere + hasBytes),
  'roundtrip.manifest.pulled': eachManifest(isPulled),
  'roundtrip.manifest.bytes': eachManifest(isThere + hasBytes),
  'roundtrip.manifest.media-type': eachManifest(isThere + hasType),
  'roundtrip.tag.pulled': ({ record }) =>
    record.tags.flatMap(({ tag, digest }) => [
      `pulled manifests ${quote(tag)} "$any"`,
      `there fail ${quote(tag)}; has_bytes ${quote(tag)} ${quote(digest)}`,
    ]),
  'roundtrip.tag.listed': ({ record }) => [
    'send tags GET "$registry/v2/$repo/tags/list"',
    'all_pages tags_in tags >"$all/tags"',
    ...record.tags.map(
      ({ tag }) => `includes ${quote(tag)} <"$all/tags" || fail "the tag "${quote(tag)}" is not listed"`,
    ),
  ],
  'roundtrip.referrers.listed': ({ record }) => referrersOf(record).flatMap(listedLines),
  'roundtrip.referrers.descriptor': ({ record }) =>
    referrersOf(record).flatMap((each) => [...listedLines(each, 'error'), describedLine(each)]),
  'roundtrip.valid': (source) => [
    // As in the round trip, everything is pulled once before.
    ...eachManifest('')(source),
    ...eachBlob('')(source),
    ...source.record.tags.map(
      ({ tag }) => `valid ${quote(new URL(source.registry).host)}"/$repo:"${quote(tag)}`,
    ),
  ],
}

export const referrersOf = ({ manifests }: TripRecord): TripPart[] =>
  manifests.filter(({ subject }) => subject !== undefined)

/** The referrer is listed by the API; where the registry has none, by the referrers tag. */
function listedLines({ digest, subject = '' }: TripPart, otherwise: unknown = 'fail'): string[] {
  const how = otherwise === 'error' ? 'error' : 'fail'
  return [
    `send got GET "$registry/v2/$repo/referrers/"${quote(subject)}`,
    `! status_is got 404 || pulled manifests ${quote(tagFor(subject))} "$any"`,
    `all_pages referrers_in got | includes ${quote(digest)} || ${how} ${quote(digest)}" is not listed: $(received got)"`,
  ]
}

export const tagFor = (subject: string): string => subject.replace(':', '-').slice(0, 71)

/** The entry of a referrer has its type and annotations; needs jq. */
function describedLine(part: TripPart): string {
  const { digest } = part
  const check = 'any(.manifests[]; . as $entry | all($own | to_entries[]; $entry[.key] == .value))'
  return `jq --exit-status --argjson own ${quote(JSON.stringify(descriptorOf(part)))} ${quote(check)} "$work/got.body" >"$work/jq" || fail ${quote(digest)}" is described otherwise: $(jq --compact-output --arg digest ${quote(digest)} '.manifests[] | select(.digest == $digest)' "$work/got.body")"`
}

export const descriptorOf = ({ mediaType, digest, size, artifactType, annotations }: TripPart): object => ({
  mediaType,
  digest,
  size,
  ...(artifactType === undefined ? {} : { artifactType }),
  ...(annotations === undefined ? {} : { annotations }),
})
