import { describe, expect, it } from 'vitest'
import type { Exchange, Headers } from '../../../../../src/registry/record/exchange.ts'
import {
  answersHead,
  ended,
  endsAsRequested,
  followedRedirects,
  namesDigestOfOnTheWay,
  namesDigestOnTheWay,
  needsNoAuthorization,
  redirectsTo,
  withoutRefusedHeads,
} from '../../../../../suites/distribution/judges/redirect.ts'
import { exchangeOf } from '../exchange.ts'

const registry = 'http://registry.example/v2/a/blobs/x'
const storage = 'http://storage.example/x?signature=1'
const digest = `sha256:${'a'.repeat(64)}`

interface Hop {
  status?: number
  method?: string
  url?: string
  via?: number[]
  headers?: Headers
  code?: string
}

const hop = (
  id: number,
  { status = 200, method = 'GET', url = storage, via = [], headers, code }: Hop,
): Exchange => {
  const error = code === undefined ? undefined : { code, message: `ended as ${code}` }
  const made = exchangeOf({
    status,
    ...(headers ? { headers } : {}),
    ...(error && status === 0 ? { error } : {}),
  })
  return { ...made, id, via, request: { method, url, headers: [] }, ...(error ? { error } : {}) }
}

/** A redirect to the storage, and what that returned. */
const way = (id: number, end: Hop): Exchange[] => [
  hop(id, { status: 307, url: registry, ...(end.method === undefined ? {} : { method: end.method }) }),
  hop(id + 1, { via: [id], ...end }),
]

const judged = (seen: readonly Exchange[]) => withoutRefusedHeads(ended(followedRedirects(seen)))

describe('redirects of a run', () => {
  it('end where nothing comes after them', () => {
    const seen = [
      hop(1, { status: 302, url: registry }),
      hop(2, { status: 307, via: [1] }),
      hop(3, { status: 503, via: [1, 2] }),
      hop(4, { via: [1, 2, 3] }),
    ]
    expect(followedRedirects(seen).map(({ from, end }) => [from.id, end.id])).toEqual([[2, 4]])
    expect(followedRedirects(seen).map(endsAsRequested)).toEqual([{ holds: true }])
    expect(redirectsTo(seen[3]!, seen).map(({ id }) => id)).toEqual([1, 2])
  })

  it('have an end also where they go in circles', () => {
    const circle = hop(1, { status: 307, url: registry, code: 'redirect-loop' })
    expect(followedRedirects([circle]).map(endsAsRequested)).toMatchObject([{ holds: false }])
  })

  it.each(['timeout', 'aborted', 'local', 'not-allowed', 'other'])(
    'are not judged by a request that ended as %s',
    (code) => {
      const [followed, ...others] = followedRedirects(way(1, { status: 0, code }))
      expect(others).toEqual([])
      expect(followed).toBeDefined()
      expect(ended([followed!])).toEqual([])
    },
  )

  it.each([
    [{ status: 0, code: 'reset' }, 'ended as reset'],
    [{ status: 500 }, '500 from http://storage.example'],
    [{ status: 304 }, undefined],
    [{ status: 403 }, undefined],
  ])('that end as %o are judged', (end, received) => {
    const [judgement] = judged(way(1, end)).map(endsAsRequested)
    expect(judgement).toMatchObject(received === undefined ? { holds: true } : { holds: false, received })
  })
})

const refused = (status: number) => way(1, { status, method: 'HEAD' })

describe('a HEAD that is refused behind a redirect', () => {
  it.each([403, 404, 405, 500, 501])(
    'with %i does not concern the redirect where GET is served',
    (status) => {
      const seen = [...refused(status), ...way(3, {})]
      expect(judged(seen).map(({ end }) => end.id)).toEqual([4])
    },
  )

  it.each([403, 500])('with %i is judged where GET is refused too', (status) => {
    const seen = [...refused(status), ...way(3, { status })]
    expect(judged(seen).map(({ end }) => end.id)).toEqual([2, 4])
  })

  it('with 401 requires credentials, whatever GET returns', () => {
    const seen = [...refused(401), ...way(3, {})]
    expect(judged(seen).map(needsNoAuthorization)).toMatchObject([{ holds: false }, { holds: true }])
  })

  it('is judged where GET is served by another host', () => {
    const seen = [...refused(403), ...way(3, { url: 'http://other.example/x' })]
    expect(judged(seen).map(needsNoAuthorization)).toMatchObject([{ holds: false }, { holds: true }])
  })

  it('is described together with the GET', () => {
    const [, head] = refused(403)
    const judge = answersHead('a blob', hop(9, {}))
    expect(judge(head!)).toMatchObject({
      holds: false,
      title: 'redirected a HEAD of a blob to a host that returns 403, but 200 for a GET',
      received: '403 from http://storage.example to HEAD, 200 from http://storage.example to GET',
    })
    expect(judge(hop(8, { method: 'HEAD' }))).toMatchObject({ holds: true })
  })

  it.each([undefined, hop(9, { status: 403 }), hop(9, { status: 0, code: 'reset' })])(
    'is described alone where the GET is not served: %#',
    (got) => {
      const [, head] = refused(403)
      expect(answersHead('a blob', got)(head!)).toMatchObject({ title: 'returned 403 for a HEAD of a blob' })
    },
  )
})

const named = (value: string): Headers => [['Docker-Content-Digest', value]]

describe('the digest of a redirected blob', () => {
  const redirect = (value?: string) =>
    hop(1, { status: 307, url: registry, ...(value === undefined ? {} : { headers: named(value) }) })
  const [bare, labelled] = [hop(2, { via: [1] }), hop(2, { via: [1], headers: named(digest) })]

  it.each([
    ['in both', [redirect(digest)], labelled, { holds: true }],
    ['at the end alone', [redirect()], labelled, { holds: true }],
    ['in the redirect alone', [redirect(digest)], bare, { holds: false, severity: 'warn' }],
    ['nowhere', [redirect()], bare, { holds: false }],
    ['nowhere, without a redirect', [], bare, { holds: false }],
  ] as const)('is looked for %s', (_, hops, end, wanted) => {
    const judgement = namesDigestOnTheWay(hops)(end)
    expect(judgement).toMatchObject(wanted)
    if (!('severity' in wanted)) expect(judgement).not.toHaveProperty('severity')
  })

  it('is compared wherever it is', () => {
    const other = `sha256:${'b'.repeat(64)}`
    const judge = (value: string) => namesDigestOfOnTheWay(digest, undefined, [redirect(value)])
    expect(judge(other)(labelled)).toMatchObject({ holds: false, received: expect.stringContaining(other) })
    expect(judge(digest)(labelled)).toMatchObject({ holds: true })
    expect(judge(digest)(bare)).toMatchObject({ holds: true })
  })
})
