import { afterEach, describe, expect, it } from 'vitest'
import { nameIn, readList, type PagedList } from '../../../../src/registry/lists/read-list.ts'
import { closeAll, connect, serve as serveOn } from '../server.ts'

afterEach(closeAll)

interface Page {
  tags?: unknown
  link?: string
  status?: number
  text?: string
}

/** Reads the tags that a registry serves below a prefix; also returns the requests that it got. */
async function reading(
  serve: (url: URL, host: string) => Page,
  options: { mostPages?: number } = {},
): Promise<{ list: PagedList<string>; requests: string[] }> {
  const requests: string[] = []
  const base = await serveOn((request, response) => {
    const host = request.headers.host ?? ''
    requests.push(request.url ?? '')
    const page = serve(new URL(request.url ?? '', `http://${host}`), host)
    const { tags = [], link, status = 200, text } = page
    response.writeHead(status, link === undefined ? {} : { Link: link })
    response.end(text ?? JSON.stringify({ tags }))
  })
  const client = connect(new URL('/prefix/', base))
  const list = await readList(client, '/v2/app/tags/list', {
    key: 'tags',
    itemOf: nameIn(/^[\w.-]+$/),
    ...options,
  })
  return { list, requests }
}

const after = ({ searchParams }: URL): number => Number(searchParams.get('last') ?? 0)
const next = (host: string, last: number): string =>
  `<http://${host}/prefix/v2/app/tags/list?n=2&last=${last}>; rel="next"`
const two = (at: number): string[] => [String(at + 1), String(at + 2)]
const whole = { items: ['1', '2', '3', '4'] }

describe('a list of a registry', () => {
  it.each<[string, (url: URL, host: string) => Page]>([
    ['of one page', () => ({ tags: whole.items })],
    [
      'of pages with absolute links',
      (url, host) => ({ tags: two(after(url)), ...(after(url) < 2 ? { link: next(host, 2) } : {}) }),
    ],
    [
      'with a relative link among others, whose relation has another form',
      (url) => ({
        tags: two(after(url)),
        ...(after(url) < 2
          ? {
              link: '</x>; rel="prev, next", </prefix/v2/app/tags/list?last=2>; title="a;b"; REL="start Next"',
            }
          : {}),
      }),
    ],
    [
      'with empty pages on the way, and names that are none',
      (url, host) =>
        after(url) === 0
          ? { tags: ['1', '2', 7, 'no name!'], link: next(host, 5) }
          : after(url) === 5
            ? { link: next(host, 2) }
            : { tags: ['3', '4'] },
    ],
    [
      'whose link leads to another host: the page after the last name is read from its own',
      (url) => ({
        tags: two(after(url)),
        ...(after(url) < 2 ? { link: '<http://127.0.0.2:1/v2/app/tags/list?last=2>; rel="next"' } : {}),
      }),
    ],
    [
      'whose link leads out of its prefix',
      (url) => ({ tags: two(after(url)), ...(after(url) < 2 ? { link: '</v2/_secret>; rel="next"' } : {}) }),
    ],
    [
      'whose link is malformed',
      (url) => ({ tags: two(after(url)), ...(after(url) < 2 ? { link: 'next please' } : {}) }),
    ],
    ['whose tags are null', () => ({ text: '{"name":"app","tags":null}' })],
  ])('%s', async (_, serve) => {
    const { list, requests } = await reading(serve)
    expect(list).toEqual(_.endsWith('null') ? { items: [] } : whole)
    expect(requests.every((url) => url.startsWith('/prefix/v2/app/tags/list'))).toBe(true)
  })

  it.each<[string, string, number, (url: URL, host: string) => Page]>([
    [
      'leads back to itself',
      'repeat',
      1,
      (_, host) => ({ tags: ['1'], link: `<http://${host}/prefix/v2/app/tags/list>; rel="next"` }),
    ],
    [
      'goes in a circle',
      'repeat',
      2,
      (url, host) => ({ tags: ['1', '2'], link: next(host, (after(url) + 1) % 3) }),
    ],
    [
      'has the same page for ever',
      'repeat',
      2,
      (url, host) => ({ tags: ['1', '2'], link: next(host, after(url) + 1) }),
    ],
    ['has empty pages for ever', 'empty', 101, (url, host) => ({ link: next(host, after(url) + 1) })],
    [
      'has new names for ever',
      'more than 20 pages',
      20,
      (url, host) => ({ tags: two(after(url)), link: next(host, after(url) + 2) }),
    ],
    [
      'leads nowhere from an empty page',
      'no next page',
      1,
      () => ({ link: '<http://127.0.0.2:1/>; rel="next"' }),
    ],
    ['is not JSON', 'no list of tags', 1, () => ({ text: '<html>' })],
    ['has no list', 'no list of tags', 1, () => ({ tags: { 0: 'a' } })],
    ['is refused', 'returned 403', 1, () => ({ status: 403 })],
    ['is redirected', 'returned 307', 1, () => ({ status: 307 })],
    [
      'breaks off on its second page',
      'returned 404',
      2,
      (url, host) => (after(url) === 0 ? { tags: ['1'], link: next(host, 1) } : { status: 404 }),
    ],
  ])('that %s is not taken for whole', async (name, why, count, serve) => {
    const { list, requests } = await reading(serve, name.includes('new names') ? { mostPages: 20 } : {})
    expect(list).toMatchObject({ why: expect.stringContaining(why) as string })
    expect(requests).toHaveLength(count)
  })
})
