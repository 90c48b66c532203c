import { headerOf, withHeader } from '../../../../src/reference/reply.ts'
import { setting } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { listed } from './tags.ts'

const linked = (change: (link: string) => string | undefined): Effects =>
  onReply(listed, (answer) => {
    const link = headerOf(answer, 'link')
    const changed = link === undefined ? undefined : change(link)
    return changed === undefined ? answer : withHeader(answer, 'Link', changed)
  })

/** Faults in the Link from page to page of tags. */
export const tagLinkFaults: readonly Fault[] = [
  {
    id: 'tags-link-bare',
    violates: 'discovery.tags.link-form',
    title: 'sends the target of Link without angle brackets',
    seenIn: 'zot 1.4.1',
    effects: () => linked((link) => link.replaceAll(/[<>]/g, '')),
  },
  {
    id: 'tags-link-without-rel',
    violates: 'discovery.tags.link-form',
    title: 'sends a Link without rel',
    effects: () => linked((link) => link.split(';')[0]),
  },
  {
    id: 'tags-link-previous',
    violates: 'discovery.tags.link-form',
    title: 'labels the next page as the previous one',
    effects: () => linked((link) => link.replace('next', 'prev')),
  },
  {
    id: 'tags-link-dead',
    violates: 'discovery.tags.link-walk',
    title: 'loses the repository in the Link of tags',
    effects: () => linked((link) => link.replace(/<\/v2\/[^?]*/, '</v2/tags/list')),
  },
  {
    id: 'tags-link-in-circles',
    violates: 'discovery.tags.link-walk',
    title: 'returns a Link to the same page',
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
    violates: 'discovery.tags.link-walk',
    title: 'returns a Link with a port of its internal network',
    effects: () => linked((link) => link.replace('<', '<http://127.0.0.1:1')),
  },
  {
    id: 'tags-link-skips',
    violates: 'discovery.tags.link-walk',
    title: 'skips a tag from page to page',
    effects: () =>
      onReply(listed, (answer, { route, store, policy, query }) => {
        const last = new URLSearchParams(/^[^?]*\?([^>]*)>/.exec(headerOf(answer, 'link') ?? '')?.[1]).get(
          'last',
        )
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
    violates: 'discovery.tags.link-last-page',
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
