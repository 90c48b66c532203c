import { expect, it } from 'vitest'
import { bodyOf } from '../../../../src/registry/record/body.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { recordLater, recordOf } from '../../../../src/registry/record/exchange-record.ts'
import { createRecorder, type SpareExchange } from '../../../../src/registry/record/recorder.ts'
import { createRedactor } from '../../../../src/registry/record/redaction/redactor.ts'

const exchangeOf = (text: string, more: Partial<Exchange> = {}): Exchange => ({
  id: 7,
  request: { method: 'GET', url: 'http://registry.example/v2/', headers: [] },
  response: { status: 200, headers: [], body: bodyOf(Buffer.from(text)) },
  via: [],
  startedAt: 1,
  duration: 2,
  ...more,
})

it.each([
  ['a short body', 'short'],
  ['a body that is cut', 'long'.repeat(50)],
  ['a body of which less is kept', 'long'.repeat(5000)],
  ['a secret that the cut goes through', `${'-'.repeat(95)}password-1234${'-'.repeat(20_000)}`],
])('is the record of the whole exchange: %s', (_, text) => {
  const redactor = createRedactor(['password-1234'])
  const exchange = exchangeOf(text)
  expect(recordLater(exchange, redactor, 100)()).toEqual(recordOf(exchange, redactor, 100))
})

it('has no secret that became known meanwhile', () => {
  const redactor = createRedactor()
  const record = recordLater(exchangeOf('{"a":"password-1234"}'), redactor)
  redactor.addSecret('password-1234')
  expect(record().response?.body.text).toBe('{"a":"***"}')
})

it('is made once', () => {
  const record = recordLater(exchangeOf('a'), createRedactor())
  expect(record()).toBe(record())
})

it('is left to who asked for exchanges that may be spared', () => {
  const reported: number[] = []
  const spared: SpareExchange[] = []
  const recorder = createRecorder({
    onExchange: ({ id }) => void reported.push(id),
    onSpare: (spare) => void spared.push(spare),
  })
  recorder.record(exchangeOf('a', { id: 1 }))
  recorder.record(exchangeOf('b', { id: 2, spare: true, test: 'a.test', via: [1] }))
  expect(reported).toEqual([1])
  expect(spared).toMatchObject([{ id: 2, test: 'a.test', via: [1], method: 'GET' }])
  expect(spared[0]?.record()).toMatchObject({ kind: 'exchange', id: 2 })
  expect(recorder.exchanges()).toHaveLength(2)
})

it('is made at once where nobody asked for them', () => {
  const reported: number[] = []
  const recorder = createRecorder({ onExchange: ({ id }) => void reported.push(id) })
  recorder.record(exchangeOf('a', { id: 1, spare: true }))
  expect(reported).toEqual([1])
})
