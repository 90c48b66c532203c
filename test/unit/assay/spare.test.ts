import { describe, expect, it } from 'vitest'
import { holdSpare } from '../../../src/assay/spare.ts'
import type { RequirementResult } from '../../../src/engine/events.ts'
import type { ExchangeSpared } from '../../../src/assay/target.ts'
import type { ExchangeRecord } from '../../../src/registry/record/exchange.ts'
import type { RunEvent } from '../../../src/results/events.ts'

const exchange = (id: number, via: readonly number[] = []): ExchangeRecord => ({
  kind: 'exchange',
  id,
  request: { method: 'GET', url: 'http://registry.example/v2/', headers: [] },
  via,
  startedAt: id,
  duration: 1,
})
/** What may become evidence. */
const spared = (record: ExchangeRecord): ExchangeSpared => {
  const { id, test, via, request } = record
  const { method } = request
  return {
    type: 'spare',
    exchange: { id, via, method, ...(test === undefined ? {} : { test }), record: () => record },
  }
}
const spare = (id: number, via: readonly number[] = []): ExchangeSpared => spared(exchange(id, via))
const seen = (...ids: number[]) => [{ evidence: ids.map((id) => ({ kind: 'exchange', exchange: id })) }]
const finished = (more: object): RunEvent => ({
  type: 'requirement-finished',
  requirement: { id: 'pull.thing', findings: [], notes: [], ...more } as unknown as RequirementResult,
})

/** What is passed on of these events: types, and the numbers of exchanges. */
function passed(...events: (RunEvent | ExchangeSpared)[]): (string | number)[] {
  const withheld = holdSpare()
  return events
    .flatMap((event) => withheld(event))
    .map((event) =>
      event.type === 'evidence' && event.record.kind === 'exchange' ? event.record.id : event.type,
    )
}

it('passes on what nobody holds back, as it is', () => {
  const event: RunEvent = { type: 'evidence', record: exchange(1) }
  expect(holdSpare()(event)).toEqual([event])
})

it('leaves out what no finding refers to', () => {
  expect(passed(spare(1), spare(2), finished({ findings: seen(2) }))).toEqual([2, 'requirement-finished'])
})

it.each(['findings', 'consequences', 'notes'])(
  'passes on what %s refer to, in order, before them',
  (name) => {
    expect(passed(spare(1), spare(2), spare(3), finished({ [name]: seen(3, 1) }))).toEqual([
      1,
      3,
      'requirement-finished',
    ])
  },
)

it('passes on what was on the way, and nothing twice', () => {
  expect(
    passed(
      spare(1),
      spare(2, [1]),
      finished({ findings: seen(2) }),
      finished({ findings: seen(2, 1), notes: seen(1) }),
    ),
  ).toEqual([1, 2, 'requirement-finished', 'requirement-finished'])
})

it.each([
  [[], ['run-finished']],
  [[{ kind: 'tag', repository: 'a', reference: 'b', reason: 'c' }], [2, 'run-finished']],
])('passes on what has created what is left: %j', (leftovers, expected) => {
  const write = spared({
    ...exchange(2),
    request: { method: 'PUT', url: 'http://registry.example/v2/', headers: [] },
  })
  const end = { type: 'run-finished', leftovers } as unknown as RunEvent
  expect(passed(spare(1), write, end)).toEqual(expected)
})

it('makes no record of what nothing refers to', () => {
  const made: number[] = []
  const counted = (id: number): ExchangeSpared => {
    const { type, exchange: one } = spare(id)
    return { type, exchange: { ...one, record: () => (made.push(id), one.record()) } }
  }
  passed(counted(1), counted(2), finished({}), finished({ notes: seen(2) }))
  expect(made).toEqual([2])
})

it('passes on an exchange as any other evidence', () => {
  const withheld = holdSpare()
  withheld(spare(1))
  expect(withheld(finished({ findings: seen(1) }))[0]).toEqual({ type: 'evidence', record: exchange(1) })
})

const foundIn = (sequence?: string): RunEvent =>
  finished({
    findings: [{ evidence: [{ kind: 'exchange', exchange: 3, ...(sequence ? { sequence } : {}) }] }],
  })

describe('what the request of a finding builds on', () => {
  const url = 'http://registry.example/v2/app/manifests/'
  const digest = `sha256:${'a'.repeat(64)}`
  const sent = (id: number, method: string, reference: string): ExchangeSpared =>
    spared({
      ...exchange(id),
      test: 'sequences.part-1',
      request: { method, url: `${url}${reference}`, headers: [] },
      response: { status: method === 'PUT' ? 201 : 412, headers: [], body: emptyBody },
    })
  const emptyBody = { size: 0, sha256: '', truncated: false }
  const all = [sent(1, 'PUT', digest), sent(2, 'PUT', 'other'), sent(3, 'GET', digest)]
  it('is passed on before it, and nothing else of its test', () => {
    expect(passed(...all, foundIn())).toEqual([1, 3, 'requirement-finished'])
  })

  it('is passed on where the evidence names the test itself', () => {
    expect(passed(...all, foundIn('sequences.part-1'))).toEqual([1, 3, 'requirement-finished'])
  })

  it('is the evidence itself where that is a sequence', () => {
    expect(passed(...all, foundIn('part-1/7'))).toEqual([3, 'requirement-finished'])
  })
})
