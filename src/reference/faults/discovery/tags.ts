import type { RequestContext } from '../../context.ts'
import { digestOf } from '../../digest.ts'
import { headerOf, withHeader } from '../../reply.ts'
import { bare, editing, ending, instead, nowhere, restatus, setting, together } from '../alter.ts'
import { decide, onReply, type Effects, type Fault } from '../fault.ts'
import type { TagPage, TagQuery } from '../../paging.ts'

const listed = { endpoint: 'tags', status: 200 } as const
const bareList = {
  ...listed,
  when: ({ query }: RequestContext) => !query.has('n') && !query.has('last'),
} as const
const tagsIn = (document: Record<string, unknown>): string[] => document['tags'] as string[]

/** Pages are cut otherwise than they should be. */
const paging = (page: (sorted: readonly string[], query: TagQuery, honest: Honest) => TagPage): Effects =>
  decide((honest) => ({ pageOfTags: (sorted, query) => page(sorted, query, honest.pageOfTags) }))
type Honest = (sorted: readonly string[], query: TagQuery) => TagPage

const listFaults: readonly Fault[] = [
  {
    id: 'tags-500',
    breaks: 'discovery.tags.listed',
    title: 'fails with 500 on the list of tags',
    effects: () => instead(listed, 500),
  },
  {
    id: 'tags-203',
    breaks: 'discovery.tags.listed',
    title: 'answers 203 to the list of tags',
    effects: () => restatus(listed, 203),
  },
  {
    id: 'tags-bare-array',
    breaks: 'discovery.tags.body',
    title: 'lists tags as a bare array',
    effects: () => editing(listed, (list) => list['tags']),
  },
  {
    id: 'tags-as-objects',
    breaks: 'discovery.tags.body',
    title: 'lists tags as objects with a name',
    effects: () => editing(listed, (list) => ({ ...list, tags: tagsIn(list).map((name) => ({ name })) })),
  },
  {
    id: 'tags-name-shortened',
    breaks: 'discovery.tags.name',
    title: 'gives only the last part of the repository name',
    seenIn: 'Artifactory 7.93.0, Cloudsmith 1.630.6',
    effects: () => editing(listed, (list) => ({ ...list, name: String(list['name']).split('/').at(-1) })),
  },
  {
    id: 'tags-nameless',
    breaks: 'discovery.tags.name',
    title: 'lists tags without the name of the repository',
    effects: () => editing(listed, (list) => ({ tags: list['tags'] })),
  },
  {
    id: 'tags-empty',
    breaks: 'discovery.tags.complete',
    title: 'lists no tags at all',
    seenIn: 'artifact-keeper in 2026',
    effects: () =>
      together(
        editing(listed, (list) => ({ ...list, tags: [] })),
        withoutLink,
      ),
  },
  {
    id: 'tags-of-capitals-unlisted',
    breaks: 'discovery.tags.complete',
    title: 'leaves out tags that end with a capital letter',
    effects: () =>
      editing(listed, (list) => ({ ...list, tags: tagsIn(list).filter((tag) => !/-[A-Z]$/.test(tag)) })),
  },
  {
    id: 'tags-late',
    breaks: 'discovery.tags.complete',
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
    id: 'tags-with-digests',
    breaks: 'discovery.tags.nothing-else',
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
    breaks: 'discovery.tags.nothing-else',
    title: 'lists each tag twice in the whole list',
    effects: () =>
      editing(bareList, (list) => ({ ...list, tags: tagsIn(list).flatMap((tag) => [tag, tag]) })),
  },
  {
    id: 'tags-of-other-repository',
    breaks: 'discovery.tags.nothing-else',
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
    id: 'tags-empty-null',
    breaks: 'discovery.tags.empty-list',
    title: 'lists null for a repository without tags',
    verdict: 'warn',
    effects: () => editing(bareList, (list) => (tagsIn(list).length > 0 ? list : { ...list, tags: null })),
  },
  {
    id: 'tags-empty-500',
    breaks: 'discovery.tags.empty-list',
    title: 'fails with 500 on a repository without tags',
    effects: () =>
      onReply(bareList, (answer, { route, store }) =>
        route.endpoint === 'tags' && store.find(route.repository)?.tags.size === 0 ? bare(500) : answer,
      ),
  },
  {
    id: 'tags-of-nowhere-500',
    breaks: 'discovery.tags.unknown-repository',
    title: 'fails with 500 on the tags of a repository that does not exist',
    effects: () => instead({ endpoint: 'tags', when: nowhere, refusal: 'name-unknown' }, 500),
  },
  {
    id: 'tags-of-nowhere-403',
    breaks: 'discovery.tags.unknown-repository',
    title: 'answers 403 to the tags of a repository that does not exist',
    verdict: 'warn',
    effects: () => instead({ endpoint: 'tags', when: nowhere, refusal: 'name-unknown' }, 403),
  },
  {
    id: 'tags-backwards',
    breaks: 'discovery.tags.order',
    title: 'lists tags backwards',
    effects: () => decide((honest) => ({ compareTags: (left, right) => honest.compareTags(right, left) })),
  },
  {
    id: 'tags-unsorted',
    breaks: 'discovery.tags.order',
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
    breaks: 'discovery.tags.order',
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
    breaks: 'discovery.tags.order',
    title: 'lists tags in the order of bytes',
    at: ['1.0', '1.1'],
    verdict: 'warn',
    effects: () => ({ options: { tagOrder: 'ascii' } }),
  },
]

const withoutLink: Effects = onReply(listed, (answer) => ({
  ...answer,
  headers: answer.headers.filter(([name]) => name !== 'Link'),
}))

const pageFaults: readonly Fault[] = [
  {
    id: 'tags-on-pages-backwards',
    breaks: 'discovery.tags.order-paged',
    title: 'turns the tags of each page around',
    effects: () =>
      editing({ ...listed, when: ({ query }) => query.has('last') && query.has('n') }, (list) => ({
        ...list,
        tags: tagsIn(list).toReversed(),
      })),
  },
  {
    id: 'tags-n-ignored',
    breaks: 'discovery.tags.n-exact',
    title: 'lists all tags whatever n is',
    seenIn: 'distribution 2.8.2',
    effects: () =>
      paging((sorted, { n: _ignored, ...query }, honest) =>
        _ignored === 0 ? honest(sorted, { ...query, n: 0 }) : honest(sorted, query),
      ),
  },
  {
    id: 'tags-one-too-few',
    breaks: 'discovery.tags.n-exact',
    title: 'lists one tag fewer than n without a Link',
    effects: () =>
      together(
        editing({ ...listed, when: ({ query }) => query.get('n') === '2' && !query.has('last') }, (list) => ({
          ...list,
          tags: tagsIn(list).slice(0, -1),
        })),
        onReply({ ...listed, when: ({ query }) => !query.has('last') }, (answer) => ({
          ...answer,
          headers: answer.headers.filter(([name]) => name !== 'Link'),
        })),
      ),
  },
  {
    id: 'tags-n-capped-silently',
    breaks: 'discovery.tags.n-above-total',
    title: 'lists the first three tags for a large n, without a Link',
    effects: () =>
      editing(
        { ...listed, when: ({ query }) => query.get('n') === '1000' && !query.has('last') },
        (list) => ({
          ...list,
          tags: tagsIn(list).slice(0, 3),
        }),
      ),
  },
  {
    id: 'tags-n-large-400',
    breaks: 'discovery.tags.n-above-total',
    title: 'answers 400 to an n of a thousand',
    verdict: 'warn',
    seenIn: 'Amazon ECR, above a thousand',
    effects: () =>
      ending({ endpoint: 'tags', when: ({ query }) => query.get('n') === '1000' && !query.has('last') }, 400),
  },
  {
    id: 'tags-first-skipped',
    breaks: 'discovery.tags.n-from-start',
    title: 'skips the first tag where n is given',
    seenIn: 'OpenRegistry 0.1.0',
    effects: () =>
      paging((sorted, query, honest) =>
        honest(query.n === 2 && query.last === undefined ? sorted.slice(1) : sorted, query),
      ),
  },
  {
    id: 'tags-n-zero-all',
    breaks: 'discovery.tags.n-zero',
    title: 'lists all tags for n=0',
    effects: () =>
      paging((sorted, query, honest) =>
        query.n === 0 ? { tags: sorted, more: false } : honest(sorted, query),
      ),
  },
  {
    id: 'tags-n-zero-400',
    breaks: 'discovery.tags.n-zero',
    title: 'answers 400 to n=0',
    effects: () => ending({ endpoint: 'tags', when: ({ query }) => query.get('n') === '0' }, 400),
  },
  {
    id: 'tags-n-zero-linked',
    breaks: 'discovery.tags.n-zero-no-link',
    title: 'sends a Link to more tags for n=0',
    effects: () =>
      setting(
        { ...listed, when: ({ query }) => query.get('n') === '0' },
        'Link',
        (_, { route }) =>
          `</v2/${route.endpoint === 'tags' ? route.repository : ''}/tags/list?n=0&last=a>; rel="next"`,
      ),
  },
  {
    id: 'tags-n-negative-500',
    breaks: 'discovery.tags.n-invalid',
    title: 'fails with 500 on a negative n',
    effects: () =>
      instead(
        { endpoint: 'tags', refusal: 'paging-invalid', when: ({ query }) => query.get('n') === '-1' },
        500,
      ),
  },
  {
    id: 'tags-n-word-reset',
    breaks: 'discovery.tags.n-invalid',
    title: 'breaks the connection on an n that is a word',
    effects: () =>
      onReply({ endpoint: 'tags', refusal: 'paging-invalid' }, (answer, { query }) =>
        query.get('n') === '-1' ? answer : { ...answer, wire: 'reset' as const },
      ),
  },
  {
    id: 'tags-last-ignored',
    breaks: 'discovery.tags.last',
    title: 'starts every page of tags at the first tag',
    seenIn: 'OpenRegistry 0.1.0, distribution 2.8.2',
    effects: () => paging((sorted, { last: _ignored, ...query }, honest) => honest(sorted, query)),
  },
  {
    id: 'tags-last-included',
    breaks: 'discovery.tags.last',
    title: 'lists the tag that last names once more',
    effects: () =>
      paging((sorted, query, honest) => {
        const at = query.last === undefined ? -1 : sorted.indexOf(query.last)
        if (at < 1) return honest(sorted, query)
        const { last: _ignored, ...rest } = query
        return honest(sorted.slice(at), rest)
      }),
  },
  {
    id: 'tags-last-without-n-ignored',
    breaks: 'discovery.tags.last-without-n',
    title: 'ignores last where n is not given',
    effects: () =>
      paging((sorted, { last, ...query }, honest) =>
        honest(sorted, query.n === undefined || last === undefined ? query : { ...query, last }),
      ),
  },
  {
    id: 'tags-from-start-at-end',
    breaks: 'discovery.tags.last-at-end',
    title: 'starts again at the first tag after the last one',
    effects: () =>
      paging((sorted, query, honest) => {
        const page = honest(sorted, query)
        if (page.tags.length > 0 || query.last === undefined || query.n === 0) return page
        const { last: _over, ...rest } = query
        return { ...honest(sorted, rest), more: false }
      }),
  },
  {
    id: 'tags-at-end-404',
    breaks: 'discovery.tags.last-at-end',
    title: 'answers 404 where no tags are left',
    effects: () =>
      onReply({ ...listed, when: ({ query }) => query.has('last') }, (answer) =>
        Buffer.from(answer.body).toString('utf8').endsWith('"tags":[]}') ? bare(404) : answer,
      ),
  },
  {
    id: 'tags-last-unknown-404',
    breaks: 'discovery.tags.last-unknown',
    title: 'answers 404 to a last that is no tag',
    verdict: 'note',
    seenIn: 'Amazon ECR Public, with 405',
    effects: () => ending({ endpoint: 'tags', when: lastIsNoTag }, 404),
  },
  {
    id: 'tags-last-unknown-500',
    breaks: 'discovery.tags.last-unknown',
    title: 'fails with 500 on a last that is no tag',
    effects: () => ending({ endpoint: 'tags', when: lastIsNoTag }, 500),
  },
]

function lastIsNoTag({ query, route, store }: RequestContext): boolean {
  const last = query.get('last')
  return route.endpoint === 'tags' && last !== null && store.find(route.repository)?.tags.has(last) === false
}

const linked = (change: (link: string) => string | undefined): Effects =>
  onReply(listed, (answer) => {
    const link = headerOf(answer, 'link')
    const changed = link === undefined ? undefined : change(link)
    return changed === undefined ? answer : withHeader(answer, 'Link', changed)
  })

const linkFaults: readonly Fault[] = [
  {
    id: 'tags-link-bare',
    breaks: 'discovery.tags.link-form',
    title: 'sends the target of Link without angle brackets',
    seenIn: 'zot 1.4.1',
    effects: () => linked((link) => link.replaceAll(/[<>]/g, '')),
  },
  {
    id: 'tags-link-without-rel',
    breaks: 'discovery.tags.link-form',
    title: 'sends a Link without rel',
    effects: () => linked((link) => link.split(';')[0]),
  },
  {
    id: 'tags-link-previous',
    breaks: 'discovery.tags.link-form',
    title: 'labels the next page as the previous one',
    effects: () => linked((link) => link.replace('next', 'prev')),
  },
  {
    id: 'tags-link-dead',
    breaks: 'discovery.tags.link-walk',
    title: 'loses the repository in the Link of tags',
    effects: () => linked((link) => link.replace(/<\/v2\/[^?]*/, '</v2/tags/list')),
  },
  {
    id: 'tags-link-in-circles',
    breaks: 'discovery.tags.link-walk',
    title: 'leads by Link to the same page again',
    effects: () =>
      setting(
        {
          ...listed,
          when: (ctx, answer) =>
            ctx.query.has('last') && answer !== undefined && headerOf(answer, 'link') !== undefined,
        },
        'Link',
        (_, { route, query }) =>
          `</v2/${route.endpoint === 'tags' ? route.repository : ''}/tags/list?${query.toString()}>; rel="next"`,
      ),
  },
  {
    id: 'tags-link-inside',
    breaks: 'discovery.tags.link-walk',
    title: 'names in its Link a port of its inner network',
    effects: () => linked((link) => link.replace('<', '<http://127.0.0.1:1')),
  },
  {
    id: 'tags-link-skips',
    breaks: 'discovery.tags.link-walk',
    title: 'skips a tag from page to page',
    effects: () =>
      onReply(listed, (answer, { route, store, policy, query }) => {
        const last = new URLSearchParams(/\?(.*)>/.exec(headerOf(answer, 'link') ?? '')?.[1]).get('last')
        if (last === null || route.endpoint !== 'tags' || !query.has('last')) return answer
        const tags = [...(store.find(route.repository)?.tags.keys() ?? [])].toSorted(policy.compareTags)
        const skipped = tags[tags.indexOf(last) + 1] ?? last
        return withHeader(
          answer,
          'Link',
          `</v2/${route.repository}/tags/list?n=2&last=${skipped}>; rel="next"`,
        )
      }),
  },
  {
    id: 'tags-link-on-last-page',
    breaks: 'discovery.tags.link-last-page',
    title: 'sends a Link with the last page of tags',
    seenIn: 'Gitea 1.22',
    effects: () =>
      onReply({ ...listed, when: ({ query }) => query.get('n') !== '0' }, (answer, { route }) => {
        const tags = JSON.parse(Buffer.from(answer.body).toString('utf8')) as { tags: string[] }
        const last = tags.tags.at(-1)
        if (headerOf(answer, 'link') !== undefined || last === undefined || route.endpoint !== 'tags')
          return answer
        return withHeader(answer, 'Link', `</v2/${route.repository}/tags/list?n=2&last=${last}>; rel="next"`)
      }),
  },
]

/** Faults in listing tags. */
export const tagListFaults: readonly Fault[] = [...listFaults, ...pageFaults, ...linkFaults]
