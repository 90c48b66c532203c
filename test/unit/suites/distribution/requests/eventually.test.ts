import { expect, it } from 'vitest'
import { eventually } from '../../../../../suites/distribution/requests/eventually.ts'
import { answers } from '../../../../../suites/distribution/judges/response.ts'
import { exchangeOf } from '../exchange.ts'

/** Answers with these statuses in turn, and with the last one for ever; time costs nothing. */
function lateRegistry(...statuses: readonly number[]) {
  let requests = 0
  let waited = 0
  const send = async () => {
    const status = statuses[Math.min(requests, statuses.length - 1)] ?? 500
    requests += 1
    return exchangeOf({ status })
  }
  const pause = async (milliseconds: number) => {
    waited += milliseconds
  }
  return { send, t: { pause }, requests: () => requests, waited: () => waited }
}

const gone = answers('a GET of a deleted tag', 404)

it('requests once where it holds at once', async () => {
  const registry = lateRegistry(404)
  const { judgement, exchange } = await eventually(registry.t, registry.send, gone)
  expect(judgement).toEqual({ holds: true })
  expect(exchange.response?.status).toBe(404)
  expect([registry.requests(), registry.waited()]).toEqual([1, 0])
})

// No text grants a delay, and none forbids it: late passes with a note.
it('warns where it holds later, and shows the answer that did not', async () => {
  const registry = lateRegistry(200, 200, 404)
  const { judgement, exchange } = await eventually(registry.t, registry.send, gone)
  expect(judgement).toMatchObject({
    holds: false,
    severity: 'warn',
    title: 'returned 200 for a GET of a deleted tag for a while',
  })
  expect(exchange.response?.status).toBe(200)
  expect(registry.requests()).toBe(3)
})

it('gives up after some seconds and judges the last answer', async () => {
  const registry = lateRegistry(200, 500)
  const { judgement } = await eventually(registry.t, registry.send, gone)
  expect(judgement).toMatchObject({ holds: false, title: 'returned 500 for a GET of a deleted tag' })
  expect(judgement).not.toHaveProperty('severity')
  expect(registry.waited()).toBeGreaterThan(3000)
  expect(registry.waited()).toBeLessThan(10_000)
})
