import { expect, it } from 'vitest'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import { bodyOf } from '../../../../src/registry/record/body.ts'

const exchange = (id: number, status: number | undefined, more: Partial<Exchange> = {}): Exchange => ({
  id,
  request: { method: 'PUT', url: 'http://registry.example/v2/a/manifests/t', headers: [] },
  ...(status === undefined
    ? { error: { code: 'reset', message: 'reset the connection' } }
    : { response: { status, headers: [], body: bodyOf(new Uint8Array()) } }),
  via: [],
  startedAt: 0,
  duration: 1,
  ...more,
})

// Ten thousand pushes of a tag would be most of a report: what is removed afterwards is all of them.
it('reports and keeps one of many alike only where it was refused or failed, and lets all be watched', () => {
  const reported: number[] = []
  const watched: number[] = []
  const recorder = createRecorder({ onExchange: ({ id }) => void reported.push(id) })
  recorder.watch(({ id }) => void watched.push(id))
  recorder.record(exchange(1, 201))
  recorder.record(exchange(2, 201, { bulk: true }))
  recorder.record(exchange(3, 429, { bulk: true }))
  recorder.record(exchange(4, undefined, { bulk: true }))
  recorder.record(exchange(5, 500, { bulk: true }))
  expect(reported).toEqual([1, 3, 4, 5])
  expect(recorder.exchanges().map(({ id }) => id)).toEqual([1, 3, 4, 5])
  expect(watched).toEqual([1, 2, 3, 4, 5])
})
