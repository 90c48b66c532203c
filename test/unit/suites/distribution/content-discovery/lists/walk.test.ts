import { expect, it } from 'vitest'
import type { Exchange } from '../../../../../../src/registry/record/exchange.ts'
import { followLinks } from '../../../../../../suites/distribution/content-discovery/lists/walk.ts'
import type { RegistryContext } from '../../../../../../suites/distribution/target/context.ts'
import { exchangeOf, type Answer } from '../../exchange.ts'

/** A registry of pages by path; anything else does not exist. */
const registry = (pages: Record<string, Answer>) => {
  const get = (path: string): Exchange => exchangeOf({ path, ...(pages[path] ?? { status: 404 }) })
  const t: Pick<RegistryContext, 'send' | 'round'> = {
    round: 1,
    send: ({ path }) => Promise.resolve(get(path.replace('http://registry.example', ''))),
  }
  return { t: t as RegistryContext, first: get('/1') }
}

const to = (path: string): Answer => ({ headers: { Link: `<${path}>; rel="next"` } })
const lost: Answer = { error: { code: 'refused', message: 'nobody there' } }

it.each<[string, Record<string, Answer>, string, number]>([
  ['one page', { '/1': {} }, 'end', 1],
  ['three pages', { '/1': to('/2'), '/2': to('/3'), '/3': {} }, 'end', 3],
  ['a relative target', { '/1': to('2'), '/2': {} }, 'end', 2],
  ['a page that leads to itself', { '/1': to('/1') }, 'circle', 1],
  ['pages in a circle', { '/1': to('/2'), '/2': to('/1') }, 'circle', 2],
  ['a page that is not there', { '/1': to('/2') }, 'dead', 2],
  ['a page that nobody answers', { '/1': to('/2'), '/2': lost }, 'dead', 2],
  ['a first page that is refused', { '/1': { status: 405 } }, 'dead', 1],
  ['a Link that cannot be read', { '/1': { headers: { Link: '/2; rel=next' } } }, 'end', 1],
  ['too many pages', { '/1': to('/2'), '/2': to('/3'), '/3': to('/4'), '/4': {} }, 'limit', 3],
])('%s', async (_, pages, ended, length) => {
  const { t, first } = registry(pages)
  const walk = await followLinks(t, first, { pages: 3 })
  expect(walk.ended).toBe(ended)
  expect(walk.pages).toHaveLength(length)
})

it('ends where enough was seen', async () => {
  const { t, first } = registry({ '/1': to('/2'), '/2': to('/3'), '/3': {} })
  const walk = await followLinks(t, first, { enough: ({ request }) => request.url.endsWith('/2') })
  expect(walk).toMatchObject({ ended: 'enough', pages: { length: 2 } })
})

it('requests again after a connection error', async () => {
  const { t, first } = registry({ '/1': to('/2'), '/2': {} })
  const reset = exchangeOf({ path: '/2', error: { code: 'reset', message: 'closed' } })
  let requests = 0
  const flaky: Pick<RegistryContext, 'send' | 'round'> = {
    round: 1,
    send: (request) => {
      requests += 1
      return requests === 1 ? Promise.resolve(reset) : t.send(request)
    },
  }
  expect(await followLinks(flaky as RegistryContext, first)).toMatchObject({
    ended: 'end',
    pages: { length: 2 },
  })
})
