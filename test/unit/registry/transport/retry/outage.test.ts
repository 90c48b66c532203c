import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { createOutageGuard } from '../../../../../src/registry/transport/retry/outage.ts'

const origin = 'http://registry.example'

interface Seen {
  status?: number
  error?: string
  test?: string
  method?: string
  url?: string
  startedAt?: number
}

function exchange({ status = 200, error, test = 'a', method = 'GET', url, startedAt }: Seen): Exchange {
  const body = { size: 0, sha256: '', bytes: new Uint8Array(), truncated: false }
  return {
    id: 1,
    test,
    request: { method, url: url ?? `${origin}/v2/one/blobs/x`, headers: [] },
    ...(error === undefined
      ? { response: { status, headers: [], body } }
      : { error: { code: error, message: `${error} at ${origin}` } }),
    via: [],
    startedAt: startedAt ?? Date.now(),
    duration: 1,
  }
}

const support = (status: number) => exchange({ status, url: `${origin}/v2/` })

/** A guard that was armed, whose probes give these responses in turn, the last one again and again. */
function guardWith(probes: readonly Exchange[], options: { armed?: boolean; longest?: number } = {}) {
  let probed = 0
  const controller = new AbortController()
  const guard = createOutageGuard({
    origin,
    now: () => Date.now(),
    probe: () => Promise.resolve(probes[Math.min(probed++, probes.length - 1)]!),
    signal: controller.signal,
    ...(options.longest === undefined ? {} : { longest: options.longest }),
  })
  if (options.armed !== false) guard.observe(support(401))
  return { guard, probed: () => probed, stop: () => controller.abort() }
}

/** Whether a request would be sent now. */
async function isOpen(guard: ReturnType<typeof createOutageGuard>): Promise<boolean> {
  let open = false
  void guard.whenAvailable(undefined).then(() => (open = true))
  await vi.advanceTimersByTimeAsync(0)
  return open
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the guard', () => {
  it.each<[string, Seen]>([
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['a reset', { error: 'reset' }],
    ['a body cut short', { error: 'truncated' }],
    ['a time-out', { error: 'timeout' }],
  ])('holds requests back after %s until /v2/ is answered', async (_, sign) => {
    const { guard } = guardWith([support(503), exchange({ error: 'refused' }), support(200)])
    guard.observe(exchange(sign))
    expect(await isOpen(guard)).toBe(false)
    await vi.advanceTimersByTimeAsync(5000)
    expect(await isOpen(guard)).toBe(true)
    expect(guard.outages()).toHaveLength(1)
    expect(guard.outages()[0]?.duration).toBeGreaterThan(0)
    expect(guard.lost()).toBeUndefined()
  })

  it.each<[string, Seen]>([
    ['500', { status: 500 }],
    ['404', { status: 404 }],
    ['a malformed response', { error: 'malformed' }],
    ['503 from another origin', { status: 503, url: 'http://storage.example/x' }],
    ['a refused connection to another origin', { error: 'refused', url: 'http://127.0.0.1:1/' }],
  ])('takes no notice of %s', async (_, seen) => {
    const { guard, probed } = guardWith([support(503)])
    guard.observe(exchange(seen))
    expect(await isOpen(guard)).toBe(true)
    expect(probed()).toBe(0)
  })

  it('takes a single 503 for that of one request where /v2/ is answered', async () => {
    const { guard, probed } = guardWith([support(200)])
    guard.observe(exchange({ status: 503 }))
    await vi.advanceTimersByTimeAsync(1)
    expect(await isOpen(guard)).toBe(true)
    expect([probed(), guard.outages().length]).toEqual([1, 0])
  })

  it('takes a refused connection for a restart, however short', async () => {
    const { guard } = guardWith([support(200)])
    guard.observe(exchange({ error: 'refused' }))
    await vi.advanceTimersByTimeAsync(1)
    expect(guard.outages()).toHaveLength(1)
  })

  it('takes simultaneous failures of unrelated requests for an outage, though /v2/ is answered', async () => {
    const { guard } = guardWith([support(200)])
    const strike = async (seen: Seen) => {
      guard.observe(exchange({ status: 503, startedAt: Date.now() + 1, ...seen }))
      await vi.advanceTimersByTimeAsync(1)
    }
    // One test that strikes twice, and two that strike in the same way.
    await strike({ test: 'a', method: 'PUT' })
    await strike({ test: 'a', method: 'GET' })
    await vi.advanceTimersByTimeAsync(2500)
    await strike({ test: 'a', method: 'GET' })
    await strike({ test: 'b', method: 'GET' })
    await vi.advanceTimersByTimeAsync(600)
    expect(guard.outages()).toHaveLength(0)
    await strike({ test: 'b', method: 'PUT', url: `${origin}/v2/one/manifests/x` })
    expect(await isOpen(guard)).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await isOpen(guard)).toBe(true)
    expect(guard.outages()).toHaveLength(1)
  })

  it('does not pause again and again for a registry that fails over two kinds of requests', async () => {
    const { guard } = guardWith([support(200)])
    for (let round = 0; round < 20; round += 1) {
      for (const [test, method] of [
        ['a', 'PUT'],
        ['b', 'GET'],
      ] as const) {
        guard.observe(exchange({ status: 503, test, method, startedAt: Date.now() + 1 }))
        await vi.advanceTimersByTimeAsync(600)
      }
    }
    expect(guard.outages()).toHaveLength(3)
  })

  it('ignores requests that were sent before the outage was over', async () => {
    const { guard, probed } = guardWith([support(503), support(200)])
    const startedAt = Date.now()
    guard.observe(exchange({ status: 503, startedAt }))
    await vi.advanceTimersByTimeAsync(1000)
    const before = probed()
    guard.observe(exchange({ status: 503, startedAt: startedAt + 50 }))
    expect(await isOpen(guard)).toBe(true)
    expect(probed()).toBe(before)
  })

  it('ends the wait after the longest outage, and lets all requests be sent', async () => {
    const { guard } = guardWith([support(503)], { longest: 3000 })
    guard.observe(exchange({ status: 503 }))
    await vi.advanceTimersByTimeAsync(2000)
    expect([await isOpen(guard), guard.lost()]).toEqual([false, undefined])
    await vi.advanceTimersByTimeAsync(3000)
    expect(await isOpen(guard)).toBe(true)
    expect(guard.lost()).toMatch(/^http:\/\/registry\.example was unreachable for \d+ s: HTTP 503$/)
  })

  it('is not armed where /v2/ has never been answered otherwise', async () => {
    const { guard, probed } = guardWith([support(503)], { armed: false })
    guard.observe(support(503))
    guard.observe(exchange({ status: 503 }))
    expect(await isOpen(guard)).toBe(true)
    expect(probed()).toBe(0)
  })

  it('lets a request go whose signal is aborted, and ends with the run', async () => {
    const { guard, stop } = guardWith([support(503)])
    guard.observe(exchange({ status: 503 }))
    const own = new AbortController()
    let gone = false
    void guard.whenAvailable(own.signal).then(() => (gone = true))
    await vi.advanceTimersByTimeAsync(10)
    expect(gone).toBe(false)
    own.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(gone).toBe(true)
    expect(await isOpen(guard)).toBe(false)
    stop()
    await vi.advanceTimersByTimeAsync(10)
    expect(await isOpen(guard)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})
