import { expect, it } from 'vitest'
import type { RunEvent } from '../../../src/results/events.ts'
import { replay } from '../../../src/results/replay.ts'
import { assayReference } from './fixture.ts'

const annotations = ['log', 'expectations', 'changes']
const orderOf = (events: Iterable<RunEvent>): string[] =>
  [...events].map(({ type }) => type).filter((type) => type !== 'reading')

it('a run begins with its start, and its annotations come before its end, live and replayed', async () => {
  const live: RunEvent[] = []
  const only = ['pull.blob.get']
  const earlier = await assayReference({ spec: '1.1' }, { only })
  const result = await assayReference(
    { spec: '1.1' },
    {
      only,
      server: { name: 'registry', disposable: true, log: () => Promise.resolve({ lines: [] }) },
      expectations: [{ requirement: 'pull.blob.get', reason: 'known' }],
      compareWith: earlier,
      reporters: [{ name: 'collecting', onEvent: (event) => void live.push(event) }],
    },
  )
  const end = [...annotations, 'run-finished']
  for (const events of [live, [...replay(result)]]) {
    const order = orderOf(events)
    expect(order[0]).toBe('run-started')
    expect(order.indexOf('run-finished')).toBe(order.length - 1)
    expect(order.slice(-end.length)).toEqual(end)
    expect(order.lastIndexOf('requirement-finished')).toBeLessThan(order.indexOf('log'))
  }
  // What was recorded of the first contact is part of it, although it came before the tests.
  expect(live.filter(({ type }) => type === 'evidence').length).toBe(result.evidence.length)
})
