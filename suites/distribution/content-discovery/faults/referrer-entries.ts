import type { RequestContext } from '../../../../src/reference/context.ts'
import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import { headerOf } from '../../../../src/reference/reply.ts'
import type { ReferrerDescriptor } from '../../../../src/reference/referrer-list.ts'
import { editing, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { entriesOf, listed } from './referrers.ts'

/** Each entry is changed; undefined leaves it out. */
const eachEntry = (
  edit: (entry: ReferrerDescriptor, ctx: RequestContext) => object | undefined,
  match = listed,
): Effects =>
  editing(match, (list, ctx) => ({
    ...list,
    manifests: entriesOf(list).flatMap((entry) => edit(entry, ctx) ?? []),
  }))

type Edit = (entry: ReferrerDescriptor, ctx: RequestContext) => object | undefined

const ofIndexes = (edit: Edit): Effects =>
  eachEntry((entry, ctx) => (entry.mediaType === imageIndexType ? edit(entry, ctx) : entry))

const ofImages = (edit: Edit): Effects =>
  eachEntry((entry, ctx) => (entry.mediaType === imageManifestType ? edit(entry, ctx) : entry))

/** The image manifest of an entry; undefined where it is of something else. */
function manifestOf(
  { digest }: ReferrerDescriptor,
  ctx: Pick<RequestContext, 'store'>,
): { artifactType?: unknown; subject?: { annotations?: object } } | undefined {
  const found = [...ctx.store.repositories.values()].map(({ manifests }) => manifests.get(digest))
  const manifest = found.find((each) => each !== undefined)
  if (manifest?.mediaType !== imageManifestType) return undefined
  return JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as {
    artifactType?: unknown
    subject?: { annotations?: object }
  }
}

/** The artifactType of the entry is that of the config, which replaces a missing or an empty one. */
function isConfigType(entry: ReferrerDescriptor, ctx: Pick<RequestContext, 'store'>): boolean {
  const manifest = manifestOf(entry, ctx)
  return manifest !== undefined && (manifest.artifactType === undefined || manifest.artifactType === '')
}

const isEmptyType = (entry: ReferrerDescriptor, ctx: Pick<RequestContext, 'store'>): boolean =>
  manifestOf(entry, ctx)?.artifactType === ''

/** Faults in the entries of referrers. */
export const referrerEntryFaults: readonly Fault[] = [
  {
    id: 'referrers-without-type-unlisted',
    violates: 'discovery.referrers.complete',
    title: 'lists no image manifests without artifactType',
    effects: () => ofImages((entry, ctx) => (isConfigType(entry, ctx) ? undefined : entry)),
  },
  {
    id: 'referrers-late',
    violates: 'discovery.referrers.complete',
    title: 'lists new referrers some looks later',
    verdict: 'warn',
    also: ['discovery.referrers.complete-index'],
    because: 'the list is waited for as a whole',
    effects: () => {
      const looks = new Map<string, number>()
      return eachEntry((entry, ctx) => {
        if (!isConfigType(entry, ctx) || ctx.query.has('artifactType')) return entry
        const seen = (looks.get(entry.digest) ?? 0) + 1
        looks.set(entry.digest, seen)
        return seen > 1 ? entry : undefined
      })
    },
  },
  {
    id: 'referrers-indexes-unlisted',
    violates: 'discovery.referrers.complete-index',
    title: 'lists no indexes as referrers',
    effects: () => ofIndexes(() => undefined),
  },
  {
    id: 'referrers-before-subject-unlisted',
    violates: 'discovery.referrers.before-subject',
    title: 'lists no referrer that was pushed before its subject',
    effects: () => {
      const early = new Set<string>()
      return together(
        onReply({ endpoint: 'manifest', method: 'PUT', status: 201 }, (answer, { route, store }) => {
          const subject = headerOf(answer, 'oci-subject')
          if (route.endpoint === 'manifest' && subject !== undefined) {
            const isThere = store.find(route.repository)?.manifests.has(subject) === true
            if (!isThere) early.add(headerOf(answer, 'docker-content-digest') ?? '')
          }
          return answer
        }),
        eachEntry((entry) => (early.has(entry.digest) ? undefined : entry)),
      )
    },
  },
  {
    id: 'referrers-with-children',
    violates: 'discovery.referrers.nothing-else',
    title: 'lists manifests that refer to nothing among the referrers',
    effects: () =>
      editing(listed, (list, { route, store }) => {
        const entries = entriesOf(list)
        if (route.endpoint !== 'referrers' || entries.length < 3) return list
        const other = [...(store.find(route.repository)?.manifests.values() ?? [])].find(
          ({ subject, mediaType }) => subject === undefined && mediaType === imageManifestType,
        )
        if (other === undefined) return list
        const { digest, mediaType, bytes } = other
        return { ...list, manifests: [...entries, { mediaType, digest, size: bytes.length }] }
      }),
  },
  {
    id: 'referrers-of-other-repository',
    violates: 'discovery.referrers.other-repository',
    title: 'lists referrers of every repository in each of them',
    effects: () =>
      changePolicy((honest) => ({
        referrersOf: (store, _repository, subject) =>
          [...store.repositories.keys()].flatMap((name) => honest.referrersOf(store, name, subject)),
      })),
  },
  {
    id: 'referrers-twice',
    violates: 'discovery.referrers.unique',
    title: 'lists each referrer twice',
    seenIn: 'zot before 2025-11',
    effects: () =>
      changePolicy((honest) => ({
        referrersOf: (store, repository, subject) =>
          honest.referrersOf(store, repository, subject).flatMap((manifest) => [manifest, manifest]),
      })),
  },
  {
    id: 'referrers-false-size',
    violates: 'discovery.referrers.descriptor',
    title: 'returns a wrong size with each referrer',
    effects: () => eachEntry((entry) => ({ ...entry, size: entry.size + 1 })),
  },
  {
    id: 'referrers-untyped-entries',
    violates: 'discovery.referrers.descriptor',
    title: 'returns no mediaType with a referrer that has an artifactType',
    effects: () => ofImages(({ mediaType: _dropped, ...rest }) => rest),
  },
  {
    id: 'referrers-type-of-config',
    violates: 'discovery.referrers.artifact-type',
    title: 'returns the type of the config instead of artifactType',
    seenIn: 'Harbor 2.9.1',
    effects: () =>
      ofImages((entry, ctx) =>
        isConfigType(entry, ctx) ? entry : { ...entry, artifactType: 'application/vnd.oci.empty.v1+json' },
      ),
  },
  {
    id: 'referrers-type-lost',
    violates: 'discovery.referrers.artifact-type',
    title: 'returns no artifactType',
    seenIn: 'Azure Container Registry',
    effects: () => ofImages((entry, ctx) => (isConfigType(entry, ctx) ? entry : untyped(entry))),
  },
  {
    id: 'referrers-type-missing',
    violates: 'discovery.referrers.artifact-type-config',
    title: 'omits the artifactType that comes from the config',
    seenIn: 'Azure Container Registry',
    effects: () => ofImages((entry, ctx) => (isConfigType(entry, ctx) ? untyped(entry) : entry)),
  },
  {
    id: 'referrers-empty-type-copied',
    violates: 'discovery.referrers.artifact-type-config',
    title: 'copies an empty artifactType instead of taking the type of the config',
    effects: () =>
      ofImages((entry, ctx) => (isEmptyType(entry, ctx) ? { ...entry, artifactType: '' } : entry)),
  },
  {
    id: 'referrers-index-type-lost',
    violates: 'discovery.referrers.artifact-type-index',
    title: 'returns no artifactType of an index',
    effects: () => ofIndexes(untyped),
  },
  {
    id: 'referrers-index-type-made-up',
    violates: 'discovery.referrers.artifact-type-omitted',
    title: 'returns the media type of an index as its artifactType where it has none',
    effects: () => ofIndexes((entry) => ({ artifactType: imageIndexType, ...entry })),
  },
  {
    id: 'referrers-annotations-lost',
    violates: 'discovery.referrers.annotations',
    title: 'lists image manifests without their annotations',
    effects: () => ofImages(unannotated),
  },
  {
    id: 'referrers-annotations-altered',
    violates: 'discovery.referrers.annotations',
    title: 'escapes annotations as though they were HTML',
    effects: () =>
      ofImages((entry) => ({
        ...entry,
        annotations: Object.fromEntries(
          Object.entries(entry.annotations ?? {}).map(([key, value]) => [key, value.replaceAll('<', '&lt;')]),
        ),
      })),
  },
  {
    id: 'referrers-annotation-keys-lower-case',
    violates: 'discovery.referrers.annotations',
    title: 'lists the keys of annotations in lower case',
    depth: 'standard',
    effects: () => ofImages(withAnnotations((all) => all.map(([key, value]) => [key.toLowerCase(), value]))),
  },
  {
    id: 'referrers-annotations-without-domain-lost',
    violates: 'discovery.referrers.annotations',
    title: 'omits annotations whose keys have no domain',
    depth: 'standard',
    effects: () => ofImages(withAnnotations((all) => all.filter(([key]) => key.includes('.')))),
  },
  {
    id: 'referrers-annotations-ten',
    violates: 'discovery.referrers.annotations',
    title: 'lists no more than ten annotations of a manifest',
    depth: 'standard',
    effects: () => ofImages(withAnnotations((all) => all.slice(0, 10))),
  },
  {
    id: 'referrers-annotations-of-subject',
    violates: 'discovery.referrers.annotations',
    title: 'lists the annotations that a manifest has for its subject, where there are some, and not its own',
    depth: 'standard',
    effects: () =>
      ofImages((entry, ctx) => {
        const annotations = manifestOf(entry, ctx)?.subject?.annotations
        return annotations === undefined ? entry : { ...entry, annotations }
      }),
  },
  {
    id: 'referrers-type-in-small-letters',
    violates: 'discovery.referrers.artifact-type',
    title: 'lists artifactType in small letters',
    depth: 'standard',
    effects: () =>
      ofImages(({ artifactType, ...rest }) =>
        artifactType === undefined ? rest : { ...rest, artifactType: artifactType.toLowerCase() },
      ),
  },
  {
    id: 'referrers-of-six-empty',
    violates: 'discovery.referrers.complete',
    title: 'lists nothing where the referrers fill a page of six',
    depth: 'standard',
    effects: () =>
      editing({ ...listed, when: ({ query }) => !query.has('artifactType') }, (list) =>
        entriesOf(list).length === 6 ? { ...list, manifests: [] } : list,
      ),
  },
  {
    id: 'referrers-index-annotations-lost',
    violates: 'discovery.referrers.annotations-index',
    title: 'lists indexes without their annotations',
    effects: () => ofIndexes(unannotated),
  },
]

const withAnnotations =
  (change: (all: [string, string][]) => [string, string][]) =>
  (entry: ReferrerDescriptor): ReferrerDescriptor =>
    entry.annotations === undefined
      ? entry
      : { ...entry, annotations: Object.fromEntries(change(Object.entries(entry.annotations))) }

function untyped({ artifactType: _dropped, ...rest }: ReferrerDescriptor): object {
  return rest
}

function unannotated({ annotations: _dropped, ...rest }: ReferrerDescriptor): object {
  return rest
}
