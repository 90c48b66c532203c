import { expect, it } from 'vitest'
import { sizeWords } from '../../../../../src/registry/record/size-words.ts'
import { measurementOf, spanOf } from '../../../../../suites/distribution/scale/measure.ts'
import { eachOf } from '../../../../../suites/distribution/scale/scale-test.ts'

it('sums what overlaps by the time from the first to the last', () => {
  const samples = Array.from({ length: 100 }, (_, at) => ({
    startedAt: 10 * at,
    endedAt: 10 * at + at + 1,
    bytes: 3,
  }))
  expect(measurementOf('push', samples, 'a remark')).toEqual({
    kind: 'measurement',
    operation: 'push',
    count: 100,
    bytes: 300,
    elapsed: 1090,
    median: 51,
    p95: 96,
    remark: 'a remark',
  })
  expect(measurementOf('push', [])).toBeUndefined()
})

it('takes several requests for one operation', () => {
  const requests = [
    { startedAt: 20, duration: 5 },
    { startedAt: 10, duration: 30 },
  ]
  expect(spanOf(requests, 7)).toEqual({ startedAt: 10, endedAt: 40, bytes: 7 })
})

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536 * 1024, '1.5 MiB'],
  [1024 ** 3, '1 GiB'],
  [5 * 1024 ** 3, '5 GiB'],
])('writes %d bytes as %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words))

it('works on some items at once, and on no more once one was refused', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  await eachOf([1, 2, 3, 4, 5, 6, 7, 8], 3, async (item) => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 2))
    running -= 1
    done.push(item)
    return item !== 4
  })
  expect(most).toBe(3)
  expect(done.slice(0, 4)).toEqual([1, 2, 3, 4])
  expect(done.length).toBeLessThan(8)
})
