import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { isStillSo, lookAhead } from '../../../../../suites/distribution/sequences/ahead.ts'
import { perform } from '../../../../../suites/distribution/sequences/repeat.ts'
import type { Sequence, Step } from '../../../../../suites/distribution/sequences/sequence.ts'
import type { RegistryContext, TestRequest } from '../../../../../suites/distribution/target/context.ts'
import { exchangeOf } from '../exchange.ts'

const read: Step = { do: 'read-manifest', method: 'GET', at: 'home', by: { tag: 't1' }, accept: 'list' }
const sequence: Sequence = {
  id: '1',
  blobs: { b1: { size: 10, bytes: 'random', algorithm: 'sha256' } },
  manifests: {
    m1: {
      kind: 'image',
      written: 'compact',
      algorithm: 'sha256',
      mediaType: true,
      config: { blob: 'b1' },
      layers: ['b1'],
      manifests: [],
    },
  },
  tags: { t1: { form: 'plain' } },
  steps: [
    { do: 'push-blob', blob: 'b1', at: 'home', way: 'single-post' },
    { do: 'push-manifest', manifest: 'm1', at: 'home', by: { tag: 't1' } },
    read,
    { do: 'delete-tag', at: 'home', tag: 't1' },
  ],
}

const ociImage = 'application/vnd.oci.image.manifest.v1+json'

/** A registry that takes everything, and returns 404 to each GET of a manifest while it has lost it. */
function registry() {
  const shared = new Map<string, unknown>()
  const seen: Exchange[] = []
  const held: (() => void)[] = []
  const stored = new Map<string, Uint8Array>()
  const state = { hasLost: true }
  const t = {
    test: 'one',
    spec: '1.1',
    repository: 'run/home',
    secondRepository: 'run/away',
    random: createRandom('ahead'),
    has: () => true,
    exchanges: () => seen,
    pause: () => new Promise<void>((resolve) => void held.push(resolve)),
    gathered(name: string, make: () => unknown) {
      if (!shared.has(name)) shared.set(name, make())
      return shared.get(name)
    },
    send({ method, path, headers = {}, body }: TestRequest) {
      if (method === 'PUT') stored.set(path, body as Uint8Array)
      const status = method === 'GET' ? (state.hasLost ? 404 : 200) : method === 'DELETE' ? 202 : 201
      const content = status === 200 ? { body: stored.get(path)!, headers: { 'Content-Type': ociImage } } : {}
      const { request, ...rest } = exchangeOf({ method, path, status, ...content })
      const at = seen.length + 1
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
  const passes = () => held.splice(0).forEach((resolve) => resolve())
  const reads = () => seen.filter(({ request }) => request.method === 'GET').length
  return { t, state, passes, reads, seen }
}

const lost = async (t: RegistryContext) => {
  const performed = await perform(t, sequence)
  const found = performed.found.find(({ step, contradiction }) => step === read && contradiction.maySettle)
  return { performed, contradiction: found!.contradiction }
}
const turn = () => new Promise((resolve) => void setImmediate(resolve))

describe('what is looked at ahead', () => {
  it('is so where it is seen after the time that a registry has, and is read only when it is asked for', async () => {
    const { t, passes, reads, seen } = registry()
    const { performed, contradiction } = await lost(t)
    lookAhead(t, performed, () => false)
    await turn()
    passes()
    await turn()
    expect(reads()).toBe(1)
    expect(await isStillSo(t, contradiction)).toBe(true)
    expect(reads()).toBe(2)
    // Of the second time, no more than leads to it.
    expect(seen.filter(({ request }) => request.method === 'DELETE')).toHaveLength(1)
  })

  it('is read no earlier than after that time', async () => {
    const { t, passes, reads } = registry()
    const { performed, contradiction } = await lost(t)
    lookAhead(t, performed, () => false)
    const still = isStillSo(t, contradiction)
    await turn()
    expect(reads()).toBe(1)
    passes()
    expect(await still).toBe(true)
  })

  it('is not so where the registry came right', async () => {
    const { t, state, passes } = registry()
    const { performed, contradiction } = await lost(t)
    lookAhead(t, performed, () => false)
    await turn()
    passes()
    state.hasLost = false
    expect(await isStillSo(t, contradiction)).toBe(false)
  })

  it('is nothing that was reported, and of each kind one', async () => {
    const { t, seen } = registry()
    const { performed, contradiction } = await lost(t)
    const before = seen.length
    lookAhead(t, performed, () => true)
    await turn()
    expect(seen).toHaveLength(before)
    expect(await isStillSo(t, contradiction)).toBe(false)
    lookAhead(t, performed, () => false)
    lookAhead(t, performed, () => false)
    await turn()
    expect(seen.length - before).toBe(2)
  })
})
