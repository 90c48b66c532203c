import { holds, violated } from '../../../../src/engine/judgement.ts'
import { onReply, onRequest, type Match } from '../../../../src/reference/effects/effects.ts'
import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { headerOf, jsonReply, withHeader, withoutHeader } from '../../../../src/reference/reply.ts'
import { image } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { queryOf, targetOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario, type Served, type StageTools } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'

const pages: Match = { endpoint: 'tags', status: 200 }

const named = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `tag-${String(at).padStart(3, '0')}`)

interface Facts {
  tags: readonly string[]
}

/** A repository with many tags of one image. */
const tagged = ({ random }: StageTools, count: number): { facts: Facts; registry: Served } => {
  const tree = image(random)
  const tags = named(count)
  return {
    facts: { tags },
    registry: { holds: tags.map((tag) => ({ tree, tag })), settings: { tagPageLimit: 10 } },
  }
}

const lists: ClientJudge<Facts> = (seen) => {
  const words = new Set(seen.output.split(/[^\w.-]+/))
  const missing = seen.facts.tags.filter((tag) => !words.has(tag))
  if (seen.succeeded && missing.length === 0) return holds()
  const { length } = seen.facts.tags
  return violated(
    seen.succeeded ? 'leaves tags out of the list' : 'fails to list tags',
    `${length} tags`,
    `${length - missing.length} tags, ${ending(seen)}`,
  )
}

/** Changes the target of a Link. */
const linking = (change: (target: string, origin: string, ctx: RequestContext) => string) =>
  onReply(pages, (reply, ctx) => {
    const target = /^<([^>]*)>/.exec(headerOf(reply, 'Link') ?? '')?.[1]
    return target === undefined
      ? reply
      : withHeader(reply, 'Link', `<${change(target, ctx.origin, ctx)}>; rel="next"`)
  })

/** How often the registry leads to the same page. */
const mostOfLoop = 20

const state = 'b3BhcXVl%2Fc3RhdGU%3D'

const variants: readonly (readonly [
  id: string,
  title: string,
  change: (target: string, origin: string) => string,
])[] = [
  ['tags-link', 'pages of tags with a Link that is a path', (target) => target],
  ['tags-link-absolute', 'pages of tags with a Link that is a URL', (target, origin) => `${origin}${target}`],
  [
    'tags-link-relative',
    'pages of tags with a Link that is relative to the list',
    (target) => target.slice(target.lastIndexOf('/') + 1),
  ],
]

export const scenarios: readonly AnyScenario[] = [
  ...variants.map(([id, title, change]) =>
    defineScenario({
      id,
      title,
      operation: 'tags',
      stage: (tools) => {
        const { facts, registry } = tagged(tools, 25)
        return { facts, registry: { ...registry, effects: [linking(change)] } }
      },
      judges: { 'client.discovery.all-tags': lists },
    }),
  ),
  defineScenario({
    id: 'tags-link-opaque',
    title: 'pages of tags with a Link whose state the registry requires',
    operation: 'tags',
    stage: (tools) => {
      const { facts, registry } = tagged(tools, 25)
      return {
        facts,
        registry: {
          ...registry,
          effects: [
            linking((target) => `${target}&state=${state}`),
            onRequest({ endpoint: 'tags', when: ({ query }) => query.has('last') }, (ctx) =>
              ctx.query.get('state') === decodeURIComponent(state)
                ? ctx
                : refused(ctx, 'paging-invalid', 'without its state'),
            ),
          ],
        },
      }
    },
    judges: {
      'client.discovery.link-unchanged': (seen) => {
        const later = seen.exchanges.filter((each) => queryOf(each).has('last'))
        if (later.length === 0) return lists(seen)
        const odd = later.find((each) => !targetOf(each).includes(`state=${state}`))
        return odd
          ? seenAt([odd], violated('changes the URL of the next page', `…&state=${state}`, targetOf(odd)))
          : seenAt(later, holds())
      },
    },
  }),
  defineScenario({
    id: 'tags-link-loop',
    title: 'a page of tags whose Link leads to the page itself',
    operation: 'tags',
    stage: (tools) => {
      const { facts, registry } = tagged(tools, 25)
      let served = 0
      const again = linking((target, _, ctx) => {
        const isSecond = ctx.query.get('last') === facts.tags[9]
        // It ends, so that every client does.
        return isSecond && (served += 1) <= mostOfLoop
          ? `/v2/${tools.repository}/tags/list?${ctx.query.toString()}`
          : target
      })
      return { facts, registry: { ...registry, effects: [again] } }
    },
    judges: {
      // No text is about it.
      'client.discovery.all-tags': (seen) => {
        const same = seen.exchanges.filter((each) => queryOf(each).get('last') === seen.facts.tags[9])
        if (same.length === 0) return absent('the client does not reach the second page')
        const note = 'follows a Link that leads to the same page, as long as the registry returns it'
        return seenAt(same.slice(0, 2), holds(same.length > mostOfLoop ? note : undefined))
      },
    },
  }),
  defineScenario({
    id: 'tags-empty-page',
    title: 'an empty page of tags in the middle, with a Link',
    operation: 'tags',
    stage: (tools) => {
      const { facts, registry } = tagged(tools, 25)
      return {
        facts,
        registry: {
          ...registry,
          effects: [
            onRequest(
              { endpoint: 'tags', when: ({ query }) => query.get('last') === facts.tags[9] },
              ({ query }) => {
                const next = new URLSearchParams(query)
                // No tag has this name: it is where the third page begins.
                next.set('last', `${facts.tags[9]}-`)
                const { repository } = tools
                return withHeader(
                  jsonReply(200, { name: repository, tags: [] }),
                  'Link',
                  `</v2/${repository}/tags/list?${next.toString()}>; rel="next"`,
                )
              },
            ),
          ],
        },
      }
    },
    judges: {
      'client.discovery.empty-page': (seen) => {
        const empty = seen.exchanges.filter((each) => queryOf(each).get('last') === seen.facts.tags[9])
        return empty.length === 0
          ? absent('the client does not reach the second page')
          : seenAt(empty, lists(seen) as ReturnType<typeof holds>)
      },
    },
  }),
  defineScenario({
    id: 'tags-without-link',
    title: '250 tags in a registry without Link, as in 1.0',
    operation: 'tags',
    stage: (tools) => {
      const { facts, registry } = tagged(tools, 250)
      return {
        facts,
        registry: {
          ...registry,
          settings: { spec: '1.0' },
          effects: [onReply(pages, (reply) => withoutHeader(reply, 'Link'))],
        },
      }
    },
    judges: {
      'client.discovery.last': (seen) => {
        const later = seen.exchanges.filter((each) => queryOf(each).has('last'))
        if (later.length === 0) return absent('the client does not pass last')
        const odd = later.find((each) => !seen.facts.tags.includes(queryOf(each).get('last') ?? ''))
        return odd
          ? seenAt([odd], violated('passes something other than a tag as last', 'a tag', targetOf(odd)))
          : seenAt(later, holds())
      },
    },
  }),
]
