import { describe, expect, it } from 'vitest'
import { compareTags } from '../../../src/reference/paging.ts'
import { code, json, start, type TestRegistry } from './client.ts'

type TagList = {
  name: string
  tags: string[]
}
const names = ['beta', 'Alpha', '1.0', 'alpha', '_x', 'B', '10', '2']
const lexical = ['1.0', '10', '2', '_x', 'Alpha', 'alpha', 'B', 'beta']

async function tagged(options = {}): Promise<TestRegistry> {
  const started = await start(options)
  started.registry.store.putManifest('team/app', Buffer.from('{}'), { tags: names })
  return started
}

// The order ignores case, as the older versions word it, and is total.
it.each<[keyof typeof compareTags, string[]]>([
  ['lexical', lexical],
  ['ascii', ['1.0', '10', '2', 'Alpha', 'B', '_x', 'alpha', 'beta']],
])('lists tags in %s order', async (tagOrder, expected) => {
  const { send } = await tagged({ tagOrder })
  const answer = await send('GET', '/v2/team/app/tags/list')
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
  expect(json(answer) as TagList).toEqual({ name: 'team/app', tags: expected })
  expect(answer.headers.link).toBeUndefined()
})

// n and last cut the list; n=0 is an empty list without Link; last need not exist.
it.each<[string, string[], boolean]>([
  ['n=3', lexical.slice(0, 3), true],
  ['n=8', lexical, false],
  ['n=100', lexical, false],
  ['n=99999999999999999999', lexical, false],
  ['n=0', [], false],
  ['n=0&last=2', [], false],
  ['last=alpha', ['B', 'beta'], false],
  ['n=1&last=alpha', ['B'], true],
  ['n=2&last=alpha', ['B', 'beta'], false],
  ['last=beta', [], false],
  ['n=2&last=a', ['Alpha', 'alpha'], true],
  ['n=', lexical, false],
])('answers ?%s', async (query, expected, more) => {
  const { send } = await tagged()
  const answer = await send('GET', `/v2/team/app/tags/list?${query}`)
  expect((json(answer) as TagList).tags).toEqual(expected)
  expect(answer.headers.link !== undefined).toBe(more)
})

it.each(['n=-1', 'n=x', 'n=1.5', 'n=1e3'])('refuses ?%s with a listed code', async (query) => {
  const { send } = await tagged()
  const answer = await send('GET', `/v2/team/app/tags/list?${query}`)
  expect([answer.status, code(answer)]).toEqual([400, 'UNSUPPORTED'])
})

// Following Link leads through all pages, each tag once, also where only the registry limits the page.
describe.each<[string, object]>([
  ['?n=3', {}],
  ['', { tagPageLimit: 3 }],
  ['?n=5', { tagPageLimit: 2 }],
])('pages of %s with %o', (query, options) => {
  it('hold every tag once', async () => {
    const { send } = await tagged(options)
    const seen: string[] = []
    let next: string | undefined = `/v2/team/app/tags/list${query}`
    while (next !== undefined) {
      const answer = await send('GET', next)
      seen.push(...(json(answer) as TagList).tags)
      next = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link))?.[1]
    }
    expect(seen).toEqual(lexical)
  })
})

// A repository without tags has an empty list, an unknown one is 404.
it('lists no tags', async () => {
  const { send, registry } = await start()
  registry.store.putBlob('team/app', Buffer.from('x'))
  expect((json(await send('GET', '/v2/team/app/tags/list')) as TagList).tags).toEqual([])
  const unknown = await send('GET', '/v2/team/none/tags/list')
  expect([unknown.status, code(unknown)]).toEqual([404, 'NAME_UNKNOWN'])
})
