import { expect, it } from 'vitest'
import { sendUntilAnswered } from '../../../../../suites/distribution/requests/send-until-answered.ts'
import { exchangeOf } from '../exchange.ts'

/** How often a request is sent whose connection fails in this way each time. */
async function sentBy(method: string, code: string, round: number): Promise<number> {
  let sent = 0
  const send = async () => {
    sent += 1
    return exchangeOf({ method, error: { code, message: code } })
  }
  await sendUntilAnswered({ send, round }, { method, path: '/v2/' })
  return sent
}

it.each([
  ['a write that is lost', 'PUT', 'reset', 1, 3],
  ['a response that is malformed, for which no test is repeated', 'GET', 'malformed', 1, 3],
  ['a read that is lost, which the client and the next round send again', 'GET', 'reset', 1, 1],
  ['a write in a later round, where the client sends it again', 'PUT', 'reset', 2, 1],
  ['a request that takes too long', 'GET', 'timeout', 1, 1],
])('sends %s', async (_, method, code, round, times) => {
  expect(await sentBy(method, code, round)).toBe(times)
})
