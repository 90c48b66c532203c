import { expect, it } from 'vitest'
import { eventually } from '../../../../../suites/distribution/requests/eventually.ts'
import { answers } from '../../../../../suites/distribution/judges/response.ts'
import { exchangeOf } from '../exchange.ts'

/** Answers with these statuses in turn, and with the last one for ever; time costs nothing. */
function lateRegistry(...statuses: readonly number[]) {
  let asked = 0
  let waited = 0
  const ask = async () => {
    const status = statuses[Math.min(asked, statuses.length - 1)] ?? 500
    asked += 1
    return exchangeOf({ status })
  }
  const pause = async (milliseconds: number) => {
    waited += milliseconds
  }
  return { ask, t: { pause }, asked: () => asked, waited: () => waited }
}

const gone = answers('the GET of a deleted tag', 404)

it('asks once where it holds at once', async () => {
  const registry = lateRegistry(404)
  const { judgement, exchange } = await eventually(registry.t, registry.ask, gone)
  expect(judgement).toEqual({ holds: true })
  expect(exchange.response?.status).toBe(404)
  expect([registry.asked(), registry.waited()]).toEqual([1, 0])
})

// No text grants a delay, and none forbids it: late is told, and is no failure.
it('warns where it holds later, and shows the answer that did not', async () => {
  const registry = lateRegistry(200, 200, 404)
  const { judgement, exchange } = await eventually(registry.t, registry.ask, gone)
  expect(judgement).toMatchObject({
    holds: false,
    severity: 'warn',
    title: 'answers 200 to the GET of a deleted tag for a while',
  })
  expect(exchange.response?.status).toBe(200)
  expect(registry.asked()).toBe(3)
})

it('gives up after some seconds and judges the last answer', async () => {
  const registry = lateRegistry(200, 500)
  const { judgement } = await eventually(registry.t, registry.ask, gone)
  expect(judgement).toMatchObject({ holds: false, title: 'answers 500 to the GET of a deleted tag' })
  expect(judgement).not.toHaveProperty('severity')
  expect(registry.waited()).toBeGreaterThan(3000)
  expect(registry.waited()).toBeLessThan(10_000)
})
