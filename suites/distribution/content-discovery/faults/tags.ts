import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { bare, editing, instead, restatus, together } from '../../../../src/reference/effects/alter.ts'
import { nowhere } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import type { TagPage, TagQuery } from '../../../../src/reference/paging.ts'

export const listed = { endpoint: 'tags', status: 200 } as const
const bareList = {
  ...listed,
  when: ({ query }: RequestContext) => !query.has('n') && !query.has('last'),
} as const
export const tagsIn = (document: Record<string, unknown>): string[] => document['tags'] as string[]

/** The first page of tags, or all of them. */
const fromStart = ({ query }: RequestContext): boolean => !query.has('last')

/** Pages are cut otherwise than they should be. */
export const paging = (
  page: (sorted: readonly string[], query: TagQuery, honest: Honest) => TagPage,
): Effects =>
  changePolicy((honest) => ({ pageOfTags: (sorted, query) => page(sorted, query, honest.pageOfTags) }))
type Honest = (sorted: readonly string[], query: TagQuery) => TagPage

const withoutLink: Effects = onReply(listed, (answer) => ({
  ...answer,
  headers: answer.headers.filter(([name]) => name !== 'Link'),
}))

/** Faults in the whole list of tags. */
export const tagListFaults: readonly Fault[] = [
  {
    id: 'tags-500',
    violates: 'discovery.tags.listed',
    title: 'returns 500 for the list of tags',
    effects: () => instead(listed, 500),
  },
  {
    id: 'tags-203',
    violates: 'discovery.tags.listed',
    title: 'returns 203 for the list of tags',
    effects: () => restatus(listed, 203),
  },
  {
    id: 'tags-bare-array',
    violates: 'discovery.tags.body',
    title: 'lists tags as a bare array',
    effects: () => editing(listed, (list) => list['tags']),
  },
  {
    id: 'tags-as-objects',
    violates: 'discovery.tags.body',
    title: 'lists tags as objects with a name',
    effects: () => editing(listed, (list) => ({ ...list, tags: tagsIn(list).map((name) => ({ name })) })),
  },
  {
    id: 'tags-name-shortened',
    violates: 'discovery.tags.name',
    title: 'returns only the last part of the repository name',
    seenIn: 'Artifactory 7.93.0, Cloudsmith 1.630.6',
    effects: () => editing(listed, (list) => ({ ...list, name: String(list['name']).split('/').at(-1) })),
  },
  {
    id: 'tags-nameless',
    violates: 'discovery.tags.name',
    title: 'lists tags without the name of the repository',
    effects: () => editing(listed, (list) => ({ tags: list['tags'] })),
  },
  {
    id: 'tags-empty',
    violates: 'discovery.tags.complete',
    title: 'lists no tags at all',
    seenIn: 'artifact-keeper in 2026',
    effects: () =>
      together(
        editing(listed, (list) => ({ ...list, tags: [] })),
        withoutLink,
      ),
  },
  {
    id: 'tags-cut-at-hundred',
    violates: 'discovery.tags.complete',
    title: 'lists the first hundred tags, without a Link to the others',
    depth: 'standard',
    effects: () => editing(bareList, (list) => ({ ...list, tags: tagsIn(list).slice(0, 100) })),
  },
  {
    id: 'tags-of-capitals-unlisted',
    violates: 'discovery.tags.complete',
    title: 'omits tags that end with a capital letter',
    effects: () =>
      editing(listed, (list) => ({ ...list, tags: tagsIn(list).filter((tag) => !/-[A-Z]$/.test(tag)) })),
  },
  {
    id: 'tag-schema-unlisted',
    violates: 'discovery.tags.complete',
    title: 'omits tags of the referrers tag schema',
    verdict: 'warn',
    effects: () =>
      paging((sorted, query, honest) =>
        honest(
          sorted.filter((tag) => !/^sha(256|512)-/.test(tag)),
          query,
        ),
      ),
  },
  {
    id: 'tags-late',
    violates: 'discovery.tags.complete',
    title: 'lists new tags after some looks only',
    verdict: 'warn',
    seenIn: 'Quay with its tag cache',
    effects: () => {
      const looks = new Map<string, number>()
      return editing(bareList, (list) => ({
        ...list,
        tags: tagsIn(list).filter((tag) => {
          if (!/-list-/.test(tag)) return true
          const seen = (looks.get(tag) ?? 0) + 1
          looks.set(tag, seen)
          return seen > 3
        }),
      }))
    },
  },
  {
    id: 'tags-with-null-element',
    violates: 'discovery.tags.body',
    title: 'begins the list of tags with null',
    seenIn: 'Nexus 3.58 (skopeo#2409)',
    effects: () => editing(bareList, (list) => ({ ...list, tags: [null, ...tagsIn(list)] })),
  },
  {
    id: 'tags-with-numbers',
    violates: 'discovery.tags.body',
    title: 'ends the list of tags with a number',
    effects: () => editing(bareList, (list) => ({ ...list, tags: [...tagsIn(list), 1.25] })),
  },
  {
    id: 'tags-with-leading-dash',
    violates: 'discovery.tags.nothing-else',
    title: 'lists a tag that begins with a dash',
    seenIn: 'Amazon ECR Public (container-libs#189)',
    effects: () =>
      editing({ endpoint: 'tags', status: 200, when: fromStart }, (list, { query }) => {
        const n = query.get('n')
        const tags = ['-ot-beta', ...tagsIn(list)]
        return { ...list, tags: n === null ? tags : tags.slice(0, Number(n)) }
      }),
  },
  {
    id: 'tags-too-long',
    violates: 'discovery.tags.nothing-else',
    title: 'lists a tag of 129 characters',
    effects: () => editing(bareList, (list) => ({ ...list, tags: [...tagsIn(list), 'z'.repeat(129)] })),
  },
  {
    id: 'tags-percent-encoded',
    violates: 'discovery.tags.nothing-else',
    title: 'lists a tag with a percent sign',
    effects: () => editing(bareList, (list) => ({ ...list, tags: [...tagsIn(list), 'zz%2Bbuild'] })),
  },
  {
    id: 'tags-with-digests',
    violates: 'discovery.tags.nothing-else',
    title: 'lists digests of manifests without tags among the tags',
    effects: () =>
      editing(bareList, (list) => ({
        ...list,
        tags: [...tagsIn(list), digestOf(Buffer.from('untagged'))].toSorted((one, other) =>
          one.toLowerCase() < other.toLowerCase() ? -1 : 1,
        ),
      })),
  },
  {
    id: 'tags-repeated',
    violates: 'discovery.tags.nothing-else',
    title: 'lists each tag twice in the whole list',
    effects: () =>
      editing(bareList, (list) => ({ ...list, tags: tagsIn(list).flatMap((tag) => [tag, tag]) })),
  },
  {
    id: 'tags-of-other-repository',
    violates: 'discovery.tags.nothing-else',
    title: 'lists tags of every repository where one has none',
    effects: () =>
      editing(bareList, (list, { store }) =>
        tagsIn(list).length > 0
          ? list
          : {
              ...list,
              tags: [...store.repositories.values()].flatMap(({ tags }) => [...tags.keys()]).toSorted(),
            },
      ),
  },
  {
    id: 'tags-of-repository-above',
    violates: 'discovery.tags.nothing-else',
    title: 'lists tags of the repositories above one as well',
    effects: () =>
      editing(bareList, (list, { store, route, policy }) => {
        const name = route.endpoint === 'tags' ? route.repository : ''
        const above = [...store.repositories].filter(([other]) => name.startsWith(`${other}/`))
        const tags = [...tagsIn(list), ...above.flatMap(([, { tags: others }]) => [...others.keys()])]
        return { ...list, tags: [...new Set(tags)].toSorted(policy.compareTags) }
      }),
  },
  {
    id: 'tags-empty-null',
    violates: 'discovery.tags.empty-list',
    title: 'lists null for a repository without tags',
    verdict: 'warn',
    effects: () => editing(bareList, (list) => (tagsIn(list).length > 0 ? list : { ...list, tags: null })),
  },
  {
    id: 'tags-empty-500',
    violates: 'discovery.tags.empty-list',
    title: 'returns 500 for a repository without tags',
    effects: () =>
      onReply(bareList, (answer, { route, store }) =>
        route.endpoint === 'tags' && store.find(route.repository)?.tags.size === 0 ? bare(500) : answer,
      ),
  },
  {
    id: 'tags-of-nowhere-500',
    violates: 'discovery.tags.unknown-repository',
    title: 'returns 500 for the tags of a repository that does not exist',
    effects: () => instead({ endpoint: 'tags', when: nowhere, refusal: 'name-unknown' }, 500),
  },
  {
    id: 'tags-of-nowhere-403',
    violates: 'discovery.tags.unknown-repository',
    title: 'returns 403 for the tags of a repository that does not exist',
    verdict: 'warn',
    effects: () => instead({ endpoint: 'tags', when: nowhere, refusal: 'name-unknown' }, 403),
  },
  {
    id: 'tags-backwards',
    violates: 'discovery.tags.order',
    title: 'lists tags backwards',
    effects: () =>
      changePolicy((honest) => ({ compareTags: (left, right) => honest.compareTags(right, left) })),
  },
  {
    id: 'tags-unsorted',
    violates: 'discovery.tags.order',
    title: 'lists tags in the order in which they were pushed',
    seenIn: 'distribution 2.8.2, Quay before 2024-05',
    effects: () =>
      editing(bareList, (list, { route, store }) =>
        route.endpoint === 'tags'
          ? { ...list, tags: [...(store.find(route.repository)?.tags.keys() ?? [])] }
          : list,
      ),
  },
  {
    id: 'tags-newest-first',
    violates: 'discovery.tags.order',
    title: 'lists the newest tags first',
    seenIn: 'MetaHub 0.4.8',
    effects: () =>
      editing(bareList, (list, { route, store }) =>
        route.endpoint === 'tags'
          ? { ...list, tags: [...(store.find(route.repository)?.tags.keys() ?? [])].toReversed() }
          : list,
      ),
  },
  {
    id: 'tags-by-ascii',
    violates: 'discovery.tags.order',
    title: 'lists tags in the order of bytes',
    at: ['1.0', '1.1'],
    verdict: 'warn',
    effects: () => ({ options: { tagOrder: 'ascii' } }),
  },
]
