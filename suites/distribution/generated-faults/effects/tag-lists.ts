import { headerOf, withBody, withHeader, withoutHeader, type Reply } from '../../../../src/reference/reply.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { kindsOfManifest } from '../conditions/manifests.ts'
import { pages } from '../conditions/requests.ts'
import { addressing, repositories, tagForms } from '../conditions/tags.ts'
import { bare, documentOf } from '../../../../src/reference/effects/alter.ts'
import type { Occasion } from '../occasion.ts'
import { failing, onSuccess } from './replies.ts'

const operations = ['tags-list'] as const
const complete = [
  'discovery.tags.complete',
  'discovery.tags.n-exact',
  'discovery.tags.n-above-total',
  'discovery.tags.n-from-start',
  'discovery.tags.last',
  'discovery.tags.last-without-n',
  'discovery.tags.link-walk',
] as const

/** Another list of tags in the reply; undefined where it is the same. */
const listing = (edit: (tags: string[], occasion: Occasion) => readonly unknown[]) =>
  onSuccess((reply, occasion) => {
    const document = documentOf(reply)
    const tags = document['tags'] as string[]
    const edited = edit([...tags], occasion)
    return JSON.stringify(edited) === JSON.stringify(tags)
      ? undefined
      : withBody(reply, JSON.stringify({ ...document, tags: edited }))
  })

const linking = (change: (reply: Reply, link: string) => Reply | undefined) =>
  onSuccess((reply) => {
    const link = headerOf(reply, 'link')
    return link === undefined ? undefined : change(reply, link)
  })

/** Lists are those of the first time that the list was read, where there was such a time. */
function stale(): Strike {
  const lists = new Map<string, Reply>()
  return {
    later(reply, { ctx, operation, repository }) {
      const key = `${repository} ${ctx.query.toString()}`
      if (operation === 'tags-list' && reply.status === 200 && !lists.has(key)) lists.set(key, reply)
      return undefined
    },
    after(reply, { ctx, repository }) {
      const old = lists.get(`${repository} ${ctx.query.toString()}`)
      return reply.status === 200 && old !== reply ? old : undefined
    },
  }
}

/** The tag of a push is left out of all lists that follow. */
function unlisted(): Strike {
  const hidden = new Set<string>()
  return {
    after(reply, { repository, reference }) {
      if (reply.status === 201) hidden.add(`${repository} ${reference}`)
      return undefined
    },
    later(reply, { operation, repository }) {
      if (operation !== 'tags-list' || reply.status !== 200) return undefined
      const document = documentOf(reply)
      const tags = document['tags'] as string[]
      const left = tags.filter((tag) => !hidden.has(`${repository} ${tag}`))
      return left.length === tags.length
        ? undefined
        : withBody(reply, JSON.stringify({ ...document, tags: left }))
    },
  }
}

/** Tag listings. */
export const tagLists: readonly BaseEffect[] = [
  {
    operations,
    id: 'tags-500',
    title: 'returns 500 for a tag listing',
    violates: ['discovery.tags.listed', ...complete, 'discovery.tags.last-at-end', 'discovery.tags.n-zero'],
    conditions: [...pages, ...repositories],
    make: failing(500),
  },
  {
    operations,
    id: 'tags-lack-last',
    title: 'leaves the last tag out of a listing',
    violates: complete,
    conditions: [...pages],
    make: listing((tags) => tags.slice(0, -1)),
  },
  {
    operations,
    id: 'tags-lack-first',
    title: 'leaves the first tag out of a listing',
    violates: complete,
    conditions: [...pages],
    make: listing((tags) => tags.slice(1)),
  },
  {
    operations,
    id: 'tags-twice',
    title: 'lists a tag twice',
    violates: ['discovery.tags.nothing-else', 'discovery.tags.n-exact', 'discovery.tags.order'],
    conditions: [...pages, ...repositories],
    make: listing((tags) => [...tags, ...tags.slice(-1)]),
  },
  {
    operations,
    id: 'tags-swapped',
    title: 'swaps the last two tags of a listing',
    violates: ['discovery.tags.order', 'discovery.tags.order-paged'],
    conditions: [...pages],
    without: ['n-one'],
    make: listing((tags) => [...tags.slice(0, -2), ...tags.slice(-2).toReversed()]),
  },
  {
    operations,
    id: 'tags-with-foreign',
    title: 'lists what does not match the grammar of tags',
    violates: [
      'discovery.tags.nothing-else',
      'discovery.tags.n-exact',
      'discovery.tags.order',
      'discovery.tags.body',
    ],
    conditions: [...pages, ...repositories],
    make: listing((tags) => ['!latest', ...tags]),
  },
  {
    operations,
    id: 'tags-with-null',
    title: 'lists null among the tags',
    violates: ['discovery.tags.body', 'discovery.tags.nothing-else'],
    conditions: [...pages],
    make: listing((tags) => [...tags, null]),
  },
  {
    operations,
    id: 'tags-with-digest',
    title: 'lists digests of manifests among the tags',
    violates: [
      'discovery.tags.nothing-else',
      'discovery.tags.n-exact',
      'discovery.tags.order',
      'discovery.tags.body',
    ],
    conditions: [...pages],
    make: listing((tags, { ctx, repository }) => [
      ...tags,
      ...[...(ctx.store.find(repository)?.manifests.keys() ?? [])].slice(0, 1),
    ]),
  },
  {
    operations,
    id: 'tags-name-short',
    title: 'drops the first part of the repository name in a listing',
    violates: ['discovery.tags.name'],
    conditions: [...pages, ...repositories],
    make: onSuccess((reply, { repository }) =>
      withBody(reply, JSON.stringify({ ...documentOf(reply), name: repository.replace(/^[^/]*\//, '') })),
    ),
  },
  {
    operations,
    id: 'tags-link-missing',
    title: 'sends no Link although more tags follow',
    violates: ['discovery.tags.link-walk', 'discovery.tags.n-exact', 'discovery.tags.complete'],
    conditions: [...pages],
    // Less than n without a Link is wrong, exactly n may be all that was wanted.
    without: ['without-n', 'n-above-total'],
    make: linking((reply) => {
      const document = documentOf(reply)
      const tags = (document['tags'] as string[]).slice(0, -1)
      return withoutHeader(withBody(reply, JSON.stringify({ ...document, tags })), 'link')
    }),
  },
  {
    operations,
    id: 'tags-link-skips',
    title: 'sends a Link that skips a tag',
    violates: ['discovery.tags.link-walk', 'discovery.tags.complete'],
    conditions: [...pages],
    without: ['without-n', 'n-above-total'],
    make: onSuccess((reply, { ctx, repository }) => {
      const link = headerOf(reply, 'link')
      const tags = documentOf(reply)['tags'] as string[]
      const all = [...(ctx.store.find(repository)?.tags.keys() ?? [])].toSorted(ctx.policy.compareTags)
      const next = all[all.indexOf(tags.at(-1) ?? '') + 1]
      if (link === undefined || next === undefined) return undefined
      return withHeader(reply, 'Link', link.replace(/last=[^&>]*/, `last=${encodeURIComponent(next)}`))
    }),
  },
  {
    operations,
    id: 'tags-link-bare',
    title: 'sends a Link without angle brackets',
    violates: ['discovery.tags.link-form'],
    conditions: [...pages],
    without: ['without-n', 'n-above-total'],
    make: linking((reply, link) => withHeader(reply, 'Link', link.replace(/[<>]/g, ''))),
  },
  {
    operations,
    id: 'tags-repeat-last',
    title: 'begins a page with the tag that last names',
    violates: [
      'discovery.tags.last',
      'discovery.tags.last-without-n',
      'discovery.tags.link-walk',
      'discovery.tags.order-paged',
      'discovery.tags.last-at-end',
    ],
    conditions: [...pages],
    without: ['without-last'],
    make: listing((tags, { ctx, repository }) => {
      const last = ctx.query.get('last')
      if (last === null || ctx.store.find(repository)?.tags.has(last) !== true) return tags
      return [last, ...(tags.length > 1 ? tags.slice(0, -1) : tags)]
    }),
  },
  {
    operations,
    id: 'tags-too-many',
    title: 'lists one tag more than n',
    violates: ['discovery.tags.n-exact'],
    conditions: [...pages, ...repositories],
    without: ['without-n', 'n-above-total'],
    make: listing((tags, { ctx, repository }) => {
      const all = [...(ctx.store.find(repository)?.tags.keys() ?? [])].toSorted(ctx.policy.compareTags)
      const next = all[all.indexOf(tags.at(-1) ?? '') + 1]
      return next === undefined || tags.length === 0 ? tags : [...tags, next]
    }),
  },
  {
    operations,
    id: 'tags-stale',
    title: 'lists the tags that it listed the first time',
    violates: [
      ...complete,
      'discovery.tags.nothing-else',
      'management.tag.not-listed',
      'management.manifest.tags-not-listed',
      'discovery.tags.order',
    ],
    conditions: [...pages, ...repositories],
    make: stale,
  },
  {
    operations: ['manifest-put'],
    kinds: ['tag'],
    id: 'put-unlisted',
    title: 'does not list a pushed tag any more',
    violates: complete,
    conditions: [...addressing.slice(0, 1), ...tagForms, ...kindsOfManifest],
    lasting: true,
    make: unlisted,
  },
  {
    operations,
    id: 'tags-404',
    title: 'returns 404 for a tag listing of a repository with tags',
    violates: ['discovery.tags.listed', ...complete, 'discovery.tags.last-at-end', 'discovery.tags.n-zero'],
    conditions: [...pages],
    make: () => ({
      after: (reply, { ctx, repository }) =>
        reply.status === 200 && (ctx.store.find(repository)?.tags.size ?? 0) > 0
          ? bare(404, { 'Content-Length': '0' })
          : undefined,
    }),
  },
]
