import { bare, documentOf, falseDigest } from '../../../../src/reference/effects/alter.ts'
import { withBody, withHeader, type Reply } from '../../../../src/reference/reply.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { formsOfManifest, kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { referrerLists } from '../conditions/requests.ts'
import { addressing, repositories } from '../conditions/tags.ts'
import type { Occasion } from '../occasion.ts'
import { failing, lacking, onSuccess } from './replies.ts'

const operations = ['referrers-list'] as const
const complete = [
  'discovery.referrers.supported',
  'discovery.referrers.filter-empty',
  'discovery.referrers.complete',
  'discovery.referrers.complete-index',
  'discovery.referrers.before-subject',
  'discovery.referrers.filter',
  'discovery.referrers.filter-exact',
  'discovery.referrers.filter-config-type',
] as const
const described = ['discovery.referrers.descriptor', ...complete] as const

type Entry = Record<string, unknown>

/** Another list in the reply; undefined where it is the same. */
const listing = (edit: (entries: Entry[], occasion: Occasion) => readonly Entry[]) =>
  onSuccess((reply, occasion) => {
    const document = documentOf(reply)
    const entries = document['manifests'] as Entry[]
    const edited = edit([...entries], occasion)
    return JSON.stringify(edited) === JSON.stringify(entries)
      ? undefined
      : withBody(reply, JSON.stringify({ ...document, manifests: edited }))
  })

const eachWith = (change: (entry: Entry) => Entry) => listing((entries) => entries.map(change))

const lackingField = (name: string) =>
  eachWith((entry) => Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name)))

const keyOf = ({ ctx, repository, reference }: Occasion): string =>
  `${repository} ${reference} ${ctx.query.toString()}`

/** Lists are those of the first time that something was listed. */
function stale(): Strike {
  const lists = new Map<string, Reply>()
  return {
    later(reply, occasion) {
      const isList = occasion.operation === 'referrers-list' && reply.status === 200
      if (isList && !lists.has(keyOf(occasion))) lists.set(keyOf(occasion), reply)
      return undefined
    },
    after(reply, occasion) {
      const old = lists.get(keyOf(occasion))
      return reply.status === 200 && old !== reply ? old : undefined
    },
  }
}

/** The digest of a manifest's subject; empty where it has none. */
function subjectOf({ manifest }: Occasion): string {
  const { digest } = (manifest?.document['subject'] ?? {}) as { digest?: unknown }
  return typeof digest === 'string' ? digest : ''
}

/** The pushed manifest, or another one with its subject, is left out of all lists that follow. */
function hiding(which: (own: string, occasion: Occasion) => string | undefined): () => Strike {
  return () => {
    const hidden = new Set<string>()
    return {
      after(reply, occasion) {
        const { manifest, repository } = occasion
        if (reply.status !== 201 || manifest === undefined || subjectOf(occasion) === '') return undefined
        const chosen = which(manifest.digest, occasion)
        if (chosen !== undefined) hidden.add(`${repository} ${chosen}`)
        return undefined
      },
      later(reply, { operation, repository }) {
        if (operation !== 'referrers-list' || reply.status !== 200) return undefined
        const document = documentOf(reply)
        const entries = document['manifests'] as Entry[]
        const left = entries.filter(({ digest }) => !hidden.has(`${repository} ${String(digest)}`))
        return left.length === entries.length
          ? undefined
          : withBody(reply, JSON.stringify({ ...document, manifests: left }))
      },
    }
  }
}

/** Deleted referrers stay in lists. */
function keeping(): Strike {
  const kept: { repository: string; subject: string; entry: Entry }[] = []
  return {
    after(reply, occasion) {
      const { repository, manifest } = occasion
      const subject = subjectOf(occasion)
      if (reply.status !== 202 || manifest === undefined || subject === '') return undefined
      const { digest, mediaType, bytes, document } = manifest
      const { artifactType } = document
      kept.push({
        repository,
        subject,
        entry: {
          mediaType,
          digest,
          size: bytes.length,
          ...(artifactType === undefined ? {} : { artifactType }),
        },
      })
      return undefined
    },
    later(reply, { ctx, operation, repository, reference }) {
      if (operation !== 'referrers-list' || reply.status !== 200 || ctx.query.has('artifactType'))
        return undefined
      const document = documentOf(reply)
      const entries = document['manifests'] as Entry[]
      const ghosts = kept.filter(
        (each) =>
          each.repository === repository &&
          each.subject === reference &&
          !entries.some(({ digest }) => digest === each.entry['digest']),
      )
      const manifests = [...entries, ...ghosts.map(({ entry }) => entry)]
      return ghosts.length === 0 ? undefined : withBody(reply, JSON.stringify({ ...document, manifests }))
    },
  }
}

/** Referrers listings. */
export const referrerListEffects: readonly BaseEffect[] = [
  {
    operations,
    id: 'referrers-500',
    title: 'returns 500 for a referrers listing',
    violates: [
      'discovery.referrers.listed',
      'discovery.referrers.empty',
      ...complete,
      'discovery.referrers.unknown-repository',
    ],
    conditions: [...referrerLists, ...repositories],
    make: failing(500),
  },
  {
    operations,
    id: 'referrers-404',
    title: 'returns 404 for a referrers listing',
    violates: [
      'discovery.referrers.listed',
      'discovery.referrers.no-404',
      'discovery.referrers.empty',
      ...complete,
    ],
    conditions: [...referrerLists],
    make: () => ({
      after: (reply, { ctx, repository }) =>
        reply.status === 200 && ctx.store.find(repository) !== undefined
          ? bare(404, { 'Content-Length': '0' })
          : undefined,
    }),
  },
  {
    operations,
    id: 'referrers-lack-last',
    title: 'leaves the last referrer out of a listing',
    // A list that a filtered one surpasses may be cut off.
    violates: [...complete, 'discovery.referrers.link'],
    conditions: [...referrerLists],
    make: listing((entries) => entries.slice(0, -1)),
  },
  {
    operations,
    id: 'referrers-twice',
    title: 'lists a referrer twice',
    violates: ['discovery.referrers.unique'],
    conditions: [...referrerLists],
    make: listing((entries) => [...entries, ...entries.slice(-1)]),
  },
  {
    operations,
    id: 'referrers-without-type',
    title: 'leaves artifactType out of a referrers listing',
    violates: [
      'discovery.referrers.artifact-type',
      'discovery.referrers.artifact-type-config',
      'discovery.referrers.artifact-type-index',
      'discovery.referrers.filter-exact',
    ],
    conditions: [...referrerLists],
    make: lackingField('artifactType'),
  },
  {
    operations,
    id: 'referrers-without-annotations',
    title: 'leaves annotations out of a referrers listing',
    violates: ['discovery.referrers.annotations', 'discovery.referrers.annotations-index'],
    conditions: [...referrerLists],
    make: lackingField('annotations'),
  },
  {
    operations,
    id: 'referrers-false-size',
    title: 'returns a wrong size of referrers',
    violates: ['discovery.referrers.descriptor'],
    conditions: [...referrerLists],
    make: eachWith((entry) => ({ ...entry, size: Number(entry['size']) + 1 })),
  },
  {
    operations,
    id: 'referrers-false-media-type',
    title: 'returns the type of an index as that of each referrer, and the other way round',
    violates: ['discovery.referrers.descriptor'],
    conditions: [...referrerLists],
    make: eachWith((entry) => ({
      ...entry,
      mediaType: String(entry['mediaType']).includes('index')
        ? 'application/vnd.oci.image.manifest.v1+json'
        : 'application/vnd.oci.image.index.v1+json',
    })),
  },
  {
    operations,
    id: 'referrers-false-digest',
    title: 'returns a wrong digest of referrers',
    violates: ['discovery.referrers.nothing-else', ...described, 'discovery.referrers.link'],
    conditions: [...referrerLists],
    make: eachWith((entry) => ({ ...entry, digest: falseDigest(String(entry['digest'])) })),
  },
  {
    operations,
    id: 'referrers-typed-json',
    title: 'sends plain JSON as the type of a referrers listing',
    violates: ['discovery.referrers.content-type'],
    conditions: [...referrerLists, ...repositories],
    make: onSuccess((reply) => withHeader(reply, 'Content-Type', 'application/json')),
  },
  {
    operations,
    id: 'referrers-null',
    title: 'sends null instead of the list of referrers',
    violates: ['discovery.referrers.index', 'discovery.referrers.empty', ...complete],
    conditions: [...referrerLists],
    // Of an empty list null is a matter of taste.
    make: onSuccess((reply) => {
      const document = documentOf(reply)
      const isEmpty = (document['manifests'] as Entry[]).length === 0
      return isEmpty ? undefined : withBody(reply, JSON.stringify({ ...document, manifests: null }))
    }),
  },
  {
    operations,
    id: 'referrers-unannounced-filter',
    title: 'filters referrers without OCI-Filters-Applied',
    violates: ['discovery.referrers.filter-header'],
    conditions: referrerLists.filter(({ id }) => id !== 'unfiltered'),
    make: () => ({
      after(reply, { ctx, repository, reference }) {
        const all = ctx.policy.referrersOf(ctx.store, repository, reference).length
        const entries = reply.status === 200 ? (documentOf(reply)['manifests'] as Entry[]).length : all
        // The whole list without the header is that of a registry without filters.
        return entries < all
          ? lacking('oci-filters-applied')().after?.(reply, { ctx } as Occasion)
          : undefined
      },
    }),
  },
  {
    operations,
    id: 'referrers-unfiltered',
    title: 'announces a filter, and lists all referrers',
    violates: [
      'discovery.referrers.filter-exact',
      'discovery.referrers.filter-empty',
      'discovery.referrers.filter-config-type',
    ],
    conditions: referrerLists.filter(({ id }) => id !== 'unfiltered'),
    make: listing((entries, { ctx, repository, reference }) =>
      ctx.query.has('artifactType')
        ? ctx.policy
            .referrersOf(ctx.store, repository, reference)
            .map((manifest) => ({ ...ctx.policy.describeReferrer(manifest) }))
        : entries,
    ),
  },
  {
    operations,
    id: 'referrers-stale',
    title: 'lists the referrers that it listed the first time',
    violates: [
      ...complete,
      'management.manifest.referrer-unlisted',
      'discovery.referrers.nothing-else',
      'discovery.referrers.link',
    ],
    conditions: [...referrerLists, ...repositories],
    make: stale,
  },
  {
    operations,
    id: 'referrers-of-other-repository',
    title: 'lists referrers of other repositories as well',
    violates: [
      'discovery.referrers.other-repository',
      'discovery.referrers.nothing-else',
      'discovery.referrers.empty',
      // Where the other repository keeps what was deleted here.
      'management.manifest.referrer-unlisted',
    ],
    conditions: [...referrerLists],
    // Only a filter has a query.
    without: ['filtered', 'query-escaped', 'query-unescaped'],
    make: listing((entries, { ctx, repository, reference }) => {
      if (ctx.query.has('artifactType')) return entries
      const others = [...ctx.store.repositories.keys()].filter((name) => name !== repository)
      const foreign = others.flatMap((name) => [...ctx.policy.referrersOf(ctx.store, name, reference)])
      const known = new Set(entries.map(({ digest }) => digest))
      return [
        ...entries,
        ...foreign
          .filter(({ digest }) => !known.has(digest))
          .map((manifest) => ({ ...ctx.policy.describeReferrer(manifest) })),
      ]
    }),
  },
  {
    operations: ['manifest-put'],
    id: 'referrer-unlisted',
    title: 'does not list a pushed referrer',
    violates: complete,
    conditions: [...addressing, ...kindsOfManifest, ...shapesOfManifest, ...formsOfManifest],
    without: ['of-docker-type'],
    lasting: true,
    make: hiding((own) => own),
  },
  {
    operations: ['manifest-put'],
    id: 'referrer-replaces-another',
    title: 'lists a pushed referrer instead of another one',
    violates: complete,
    conditions: [...addressing, ...kindsOfManifest, ...shapesOfManifest],
    without: ['of-docker-type'],
    lasting: true,
    make: hiding((own, occasion) =>
      occasion.ctx.policy
        .referrersOf(occasion.ctx.store, occasion.repository, subjectOf(occasion))
        .map(({ digest }) => digest)
        .findLast((digest) => digest !== own),
    ),
  },
  {
    operations: ['manifest-delete'],
    kinds: ['manifest'],
    present: true,
    id: 'delete-leaves-referrer-listed',
    title: 'lists a referrer after its deletion',
    violates: [
      'management.manifest.referrer-unlisted',
      'discovery.referrers.nothing-else',
      'discovery.referrers.empty',
    ],
    conditions: [...kindsOfManifest, ...shapesOfManifest],
    without: ['of-docker-type'],
    lasting: true,
    make: keeping,
  },
]
