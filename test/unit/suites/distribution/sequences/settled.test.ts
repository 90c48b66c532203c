import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { perform } from '../../../../../suites/distribution/sequences/repeat.ts'
import type { Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'
import { isSeenEachTime } from '../../../../../suites/distribution/sequences/settled.ts'
import type { RegistryContext, TestRequest } from '../../../../../suites/distribution/target/context.ts'
import { exchangeOf } from '../exchange.ts'

const push: Step = { do: 'push-blob', blob: 'b1', at: 'home', way: 'chunks', chunks: 6 }
const sequence: Sequence = {
  id: '1',
  blobs: { b1: { size: 60, bytes: 'random', algorithm: 'sha256' } },
  manifests: {},
  tags: {},
  steps: [push],
}

const statuses: Record<string, number> = { POST: 202, PATCH: 202, PUT: 201 }

/** A registry whose n-th upload fails over this of its chunks, the first being 1. */
function registry(failing: (upload: number) => number) {
  const seen: Exchange[] = []
  let uploads = 0
  let chunks = 0
  let received = 0
  return {
    test: 'one',
    spec: '1.1',
    repository: 'run/home',
    secondRepository: 'run/away',
    random: createRandom('settled'),
    has: () => true,
    exchanges: () => seen,
    gathered: (_: string, make: () => unknown) => make(),
    next: ({ request }: Exchange) => request.url,
    send({ method, path, headers = {}, body }: TestRequest) {
      if (method === 'POST') [uploads, chunks, received] = [uploads + 1, 0, 0]
      if (method === 'PATCH') chunks += 1
      const fails = method === 'PATCH' && chunks === failing(uploads)
      if (!fails && body) received += (body as Uint8Array).length
      const status = fails ? 500 : statuses[method]!
      const location = `/v2/run/home/blobs/uploads/${uploads}`
      const about = { Location: location, ...(received > 0 ? { Range: `0-${received - 1}` } : {}) }
      const { pathname, search } = new URL(path, 'http://registry.example')
      const at = seen.length + 1
      const { request, ...rest } = exchangeOf({
        method,
        path: pathname + search,
        status,
        headers: fails ? {} : about,
      })
      const sent = {
        ...request,
        headers: Object.entries(headers),
        ...(body ? { body: bodyOf(body as Uint8Array) } : {}),
      }
      const exchange = { ...rest, request: sent, id: at, startedAt: 10 * at } as Exchange
      seen.push(exchange)
      return Promise.resolve(exchange)
    },
  } as unknown as RegistryContext
}

describe('a failure over one of the chunks of an upload', () => {
  it.each([
    ['counts where it is that chunk each time', () => 3, true],
    ['is that of a moment where it is another one each time', (upload: number) => 1 + (upload % 6), false],
    ['is that of a moment where it is not there again', (upload: number) => (upload === 1 ? 3 : 0), false],
    ['is that of a moment where it ends after some times', (upload: number) => (upload < 4 ? 3 : 0), false],
  ])('%s', async (_, failing, expected) => {
    const t = registry(failing)
    const trial = await perform(t, sequence, { alone: true })
    const [found] = trial.found.filter(
      ({ contradiction }) => contradiction.observed.exchange.response?.status === 500,
    )
    expect(await isSeenEachTime(t, { ...found!, trial })).toBe(expected)
  })
})
