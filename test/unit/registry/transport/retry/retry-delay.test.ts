import { expect, it } from 'vitest'
import { imageRetries } from '../../../../../src/assay/image/retries.ts'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { retryDelay } from '../../../../../src/registry/transport/retry/retry-delay.ts'

const answered = (id: number, status: number, wait?: string): Exchange => ({
  id,
  request: { method: 'GET', url: 'http://localhost/v2/', headers: [], body: bodyOf(new Uint8Array()) },
  response: {
    status,
    headers: wait === undefined ? [] : [['Retry-After', wait]],
    body: bodyOf(new Uint8Array()),
  },
  via: [],
  startedAt: 0,
  duration: 0,
})

const ids = Array.from({ length: 50 }, (_, at) => at + 1)

it.each([
  { attempt: 0, least: 750, most: 1250 },
  { attempt: 3, least: 1500, most: 2500 },
])('spreads requests that are refused together by 429: attempt $attempt', ({ attempt, least, most }) => {
  const delays = ids.map((id) => retryDelay(answered(id, 429), attempt, 60_000) ?? 0)
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(least)
  expect(Math.max(...delays)).toBeLessThanOrEqual(most)
  // Evenly: none of ten equal parts of that time is left out.
  const parts = new Set(delays.map((delay) => Math.floor((10 * (delay - least)) / (most - least))))
  expect(parts.size).toBe(10)
})

it('waits as long as the registry states, and not at all where that is too long', () => {
  for (const status of [429, 503]) {
    expect(ids.map((id) => retryDelay(answered(id, status, '2'), 3, 60_000))).toEqual(ids.map(() => 2000))
    expect(retryDelay(answered(1, status, '61'), 0, 60_000)).toBeUndefined()
  }
})

it('meets two seconds of each seven in which a registry responds, within half a minute', () => {
  for (const id of ids)
    for (let start = 0; start < 5000; start += 100) {
      let at = start
      let attempt = 0
      for (; at % 7000 < 5000 && attempt < imageRetries({}); attempt += 1)
        at += retryDelay(answered(id + 50 * attempt, 429), attempt, 30_000) ?? 0
      expect([id, start, at % 7000 >= 5000]).toEqual([id, start, true])
      expect(at).toBeLessThan(30_000)
    }
})
