import { afterEach, describe, expect, it } from 'vitest'
import {
  createRequestHistory,
  disturbanceOf,
} from '../../../../../src/registry/transport/retry/disturbance.ts'
import { mostRepeats } from '../../../../../src/registry/transport/retry/retry-delay.ts'
import type { RegistryRequest } from '../../../../../src/registry/transport/request.ts'
import { closeAll, connect, serve } from '../../server.ts'

afterEach(closeAll)

type Answer = number | 'reset' | 'busy'

/** Sends one request on behalf of a test to a registry that answers so, the last one again and again. */
async function sendTo(
  answers: readonly Answer[],
  request: Partial<RegistryRequest> = {},
  repeatFailures = true,
) {
  let seen = 0
  const base = await serve((message, response) => {
    message.resume()
    const answer = answers[Math.min(seen++, answers.length - 1)]!
    if (answer === 'reset') {
      message.socket.resetAndDestroy()
      return
    }
    response.writeHead(answer === 'busy' ? 503 : answer, answer === 'busy' ? { 'Retry-After': '0' } : {})
    response.end()
  })
  const client = connect(base, { patience: 0.01 }).forTest('a', undefined, { repeatFailures })
  const exchange = await client.send({ method: 'PUT', path: '/v2/a/manifests/b', ...request })
  const ids = client.recorder.exchanges().map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const { countsFrom } = disturbanceOf(exchange, { patience: 1, history: createRequestHistory() }) ?? {}
  return { seen, answer: exchange.response?.status ?? exchange.error?.code, countsFrom }
}

describe('a request of a test that is repeated', () => {
  it.each<[string, Answer[], Partial<RegistryRequest>, Awaited<ReturnType<typeof sendTo>>]>([
    ['is sent once where it is answered', [201], {}, { seen: 1, answer: 201, countsFrom: undefined }],
    ['counts where it fails each time', [500], {}, { seen: 4, answer: 500, countsFrom: 2 }],
    ['counts later where a gateway may be the cause', [503], {}, { seen: 4, answer: 503, countsFrom: 3 }],
    ['counts later where no connection holds', ['reset'], {}, { seen: 4, answer: 'reset', countsFrom: 3 }],
    [
      'leaves a write open that was accepted later',
      [500, 201],
      {},
      { seen: 2, answer: 201, countsFrom: Infinity },
    ],
    [
      'trusts a read that came later',
      [500, 500, 200],
      { method: 'GET' },
      { seen: 3, answer: 200, countsFrom: undefined },
    ],
    [
      'is not a failure where the feature is not there',
      [501],
      {},
      { seen: 1, answer: 501, countsFrom: undefined },
    ],
    [
      'shows the failure of a write that was carried out all the same',
      [500, 404],
      {},
      { seen: 2, answer: 500, countsFrom: 4 },
    ],
    [
      'is sent once where what several do at once is looked at',
      [500, 201],
      { repeatFailures: false },
      { seen: 1, answer: 500, countsFrom: 4 },
    ],
    [
      'is sent once where it must not be repeated',
      [500, 201],
      { retry: false },
      { seen: 1, answer: 500, countsFrom: 4 },
    ],
  ])('%s', async (_, answers, request, expected) => {
    expect(await sendTo(answers, request)).toEqual(expected)
  })

  it('is not sent again in the first round, and may have struck by chance', async () => {
    expect(await sendTo([500, 201], {}, false)).toEqual({ seen: 1, answer: 500, countsFrom: 4 })
  })

  it('records how often it was sent', async () => {
    const { answer, seen } = await sendTo([502])
    expect([answer, seen]).toEqual([502, mostRepeats + 1])
  })
})

describe('a gateway that fails each time', () => {
  const body = { size: 0, sha256: '', bytes: new Uint8Array(), truncated: false }
  const put = (startedAt: number, status: number, repeated = 0) => ({
    id: 1,
    request: { method: 'PUT', url: 'http://registry.example/v2/a/manifests/b', headers: [] },
    response: { status, headers: [], body },
    via: [],
    startedAt,
    duration: 1,
    repeated,
  })

  it('has some seconds to recover, from its first failure on', () => {
    const history = createRequestHistory()
    const pauseAt = (startedAt: number, repeated = mostRepeats) =>
      disturbanceOf(put(startedAt, 503, repeated), { patience: 0.5, history })?.pause
    expect([pauseAt(1000, 0), pauseAt(3001), pauseAt(8001), pauseAt(9001)]).toEqual([undefined, 5500, 500, 0])
  })

  it('does not take a time-out or an abort for a response', () => {
    const history = createRequestHistory()
    const at = (startedAt: number, code?: string) => {
      const { response, ...rest } = put(startedAt, 503, mostRepeats)
      const exchange =
        code === undefined ? { ...rest, response } : { ...rest, error: { code, message: code } }
      return disturbanceOf(exchange, { patience: 1, history })
    }
    at(1000)
    for (const code of ['timeout', 'aborted', 'malformed', 'not-allowed']) at(2000, code)
    expect(at(3001)).toMatchObject({ countsFrom: 3, pause: 13_000 })
  })

  it('needs none where others of the kind came through since', () => {
    const history = createRequestHistory()
    const at = (startedAt: number, status: number, repeated = 0) =>
      disturbanceOf(put(startedAt, status, repeated), { patience: 1, history })
    at(500, 201)
    at(1000, 503)
    // Sent before the failure was received.
    at(1000.5, 201)
    expect(at(1501, 503, mostRepeats)).toMatchObject({ countsFrom: 3, pause: 14_500 })
    at(2000, 201)
    expect(at(2500, 503, mostRepeats)).toMatchObject({ countsFrom: 3 })
    expect(at(2500, 503, mostRepeats)).not.toHaveProperty('pause')
  })
})
