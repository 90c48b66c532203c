import type { RequestContext } from '../../../../src/reference/context.ts'
import { bare, editing, ending, instead, setting, together } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'
import { listed, tagsIn, paging } from './tags.ts'

/** Faults in parts of the tag list: n and last. */
export const tagPageFaults: readonly Fault[] = [
  {
    id: 'tags-on-pages-backwards',
    violates: 'discovery.tags.order-paged',
    title: 'reverses the tags of each page',
    effects: () =>
      editing({ ...listed, when: ({ query }) => query.has('last') && query.has('n') }, (list) => ({
        ...list,
        tags: tagsIn(list).toReversed(),
      })),
  },
  {
    id: 'tags-n-ignored',
    violates: 'discovery.tags.n-exact',
    title: 'lists all tags regardless of n',
    seenIn: 'distribution 2.8.2',
    effects: () =>
      paging((sorted, { n: _ignored, ...query }, honest) =>
        _ignored === 0 ? honest(sorted, { ...query, n: 0 }) : honest(sorted, query),
      ),
  },
  {
    id: 'tags-one-too-few',
    violates: 'discovery.tags.n-exact',
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
    id: 'tags-last-lost-on-full-page',
    violates: 'discovery.tags.n-exact',
    title: 'omits the last tag where n is the number of all tags',
    depth: 'standard',
    effects: () =>
      paging((sorted, query, honest) => {
        const page = honest(sorted, query)
        return query.n === sorted.length && query.last === undefined
          ? { ...page, tags: page.tags.slice(0, -1) }
          : page
      }),
  },
  {
    id: 'tags-n-capped-silently',
    violates: 'discovery.tags.n-above-total',
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
    violates: 'discovery.tags.n-above-total',
    title: 'returns 400 for an n of a thousand',
    verdict: 'warn',
    seenIn: 'Amazon ECR, above a thousand',
    effects: () =>
      ending({ endpoint: 'tags', when: ({ query }) => query.get('n') === '1000' && !query.has('last') }, 400),
  },
  {
    id: 'tags-first-skipped',
    violates: 'discovery.tags.n-from-start',
    title: 'skips the first tag where n is present',
    seenIn: 'OpenRegistry 0.1.0',
    effects: () =>
      paging((sorted, query, honest) =>
        honest(query.n === 2 && query.last === undefined ? sorted.slice(1) : sorted, query),
      ),
  },
  {
    id: 'tags-n-zero-all',
    violates: 'discovery.tags.n-zero',
    title: 'lists all tags for n=0',
    effects: () =>
      paging((sorted, query, honest) =>
        query.n === 0 ? { tags: sorted, more: false } : honest(sorted, query),
      ),
  },
  {
    id: 'tags-n-zero-400',
    violates: 'discovery.tags.n-zero',
    title: 'returns 400 for n=0',
    effects: () => ending({ endpoint: 'tags', when: ({ query }) => query.get('n') === '0' }, 400),
  },
  {
    id: 'tags-n-zero-linked',
    violates: 'discovery.tags.n-zero-no-link',
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
    violates: 'discovery.tags.n-invalid',
    title: 'returns 500 for a negative n',
    effects: () =>
      instead(
        { endpoint: 'tags', refusal: 'paging-invalid', when: ({ query }) => query.get('n') === '-1' },
        500,
      ),
  },
  {
    id: 'tags-n-word-reset',
    violates: 'discovery.tags.n-invalid',
    title: 'breaks the connection on an n that is a word',
    effects: () =>
      onReply({ endpoint: 'tags', refusal: 'paging-invalid' }, (answer, { query }) =>
        query.get('n') === '-1' ? answer : { ...answer, wire: 'reset' as const },
      ),
  },
  {
    id: 'tags-n-word-malformed',
    violates: 'discovery.tags.n-invalid',
    title: 'sends what is not HTTP in response to an n that is a word',
    effects: () =>
      onReply({ endpoint: 'tags', refusal: 'paging-invalid' }, (answer, { query }) =>
        query.get('n') === '-1' ? answer : { ...answer, wire: 'bare-line-feeds' as const },
      ),
  },
  {
    id: 'tags-last-ignored',
    violates: 'discovery.tags.last',
    title: 'starts every page of tags at the first tag',
    seenIn: 'OpenRegistry 0.1.0, distribution 2.8.2',
    effects: () => paging((sorted, { last: _ignored, ...query }, honest) => honest(sorted, query)),
  },
  {
    id: 'tags-last-included',
    violates: 'discovery.tags.last',
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
    violates: 'discovery.tags.last-without-n',
    title: 'ignores last where n is absent',
    effects: () =>
      paging((sorted, { last, ...query }, honest) =>
        honest(sorted, query.n === undefined || last === undefined ? query : { ...query, last }),
      ),
  },
  {
    id: 'tags-from-start-at-end',
    violates: 'discovery.tags.last-at-end',
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
    violates: 'discovery.tags.last-at-end',
    title: 'returns 404 if no tags are left',
    effects: () =>
      onReply({ ...listed, when: ({ query }) => query.has('last') }, (answer) =>
        Buffer.from(answer.body).toString('utf8').endsWith('"tags":[]}') ? bare(404) : answer,
      ),
  },
  {
    id: 'tags-last-unknown-404',
    violates: 'discovery.tags.last-unknown',
    title: 'returns 404 for a last that is not a tag',
    verdict: 'note',
    seenIn: 'Amazon ECR Public, with 405',
    effects: () => ending({ endpoint: 'tags', when: lastIsNoTag }, 404),
  },
  {
    id: 'tags-last-unknown-500',
    violates: 'discovery.tags.last-unknown',
    title: 'returns 500 for a last that is not a tag',
    effects: () => ending({ endpoint: 'tags', when: lastIsNoTag }, 500),
  },
]

function lastIsNoTag({ query, route, store }: RequestContext): boolean {
  const last = query.get('last')
  return route.endpoint === 'tags' && last !== null && store.find(route.repository)?.tags.has(last) === false
}
