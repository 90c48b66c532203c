import { expect, it } from 'vitest'
import { mostRepeats } from '../../../../../src/registry/transport/retry/retry-delay.ts'
import { delayBefore } from '../../../../../src/registry/transport/retry/retry.ts'
import { exchangeOf } from '../../../suites/distribution/exchange.ts'

/** What a test that is repeated waits before each time that it sends a request again. */
function repeating() {
  const policy = { retries: 0, longestWait: 0, repeatFailures: true, patience: 1, lasting: new Set<string>() }
  return (method: string, path: string, statuses: readonly number[]) =>
    statuses.map((status, count) =>
      delayBefore(policy, { method, path }, exchangeOf({ method, path, status }), count),
    )
}

const list = '/v2/a/tags/list?n=0'
const failing = Array.from({ length: mostRepeats + 1 }, () => 500)
const usual = [25, 75, 150, undefined]

it('does not wait once more for a read that failed through all delays before', () => {
  const delays = repeating()
  expect(delays('GET', list, failing)).toEqual(usual)
  expect(delays('GET', list, failing)).toEqual([0, 0, 0, undefined])
  expect(delays('GET', `${list}&last=b`, failing)).toEqual(usual)
  expect(delays('HEAD', list, failing)).toEqual(usual)
})

it('waits as long for a read that was answered in the end, and for a write', () => {
  const delays = repeating()
  expect(delays('GET', list, [500, 500, 200])).toEqual([25, 75, undefined])
  expect(delays('GET', list, failing)).toEqual(usual)
  expect(delays('PUT', '/v2/a/manifests/b', failing)).toEqual(usual)
  expect(delays('PUT', '/v2/a/manifests/b', failing)).toEqual(usual)
})
