import { expect, it } from 'vitest'
import { replay } from '../../../src/results/replay.ts'
import { multiplex } from '../../../src/results/multiplex.ts'
import type { Reporter } from '../../../src/results/reporter.ts'
import { fixtureEvents, fixtureResult } from '../reporters/fixture.ts'

const listener = (name: string, log: string[], more: Partial<Reporter> = {}): Reporter => ({
  name,
  onEvent: ({ type }) => void log.push(`${name} ${type}`),
  onEnd: () => void log.push(`${name} end`),
  ...more,
})

// Every reporter gets every event, live and replayed; only what is reported while a test runs is not stored.
it.for([
  { kind: 'live', events: fixtureEvents() },
  { kind: 'replayed', events: [...replay(fixtureResult())] },
])('hands $kind events to every reporter', async ({ events }) => {
  const log: string[] = []
  const reports = multiplex([listener('a', log), listener('b', log)])
  for (const event of events) reports.emit(event)
  expect(await reports.end(fixtureResult())).toEqual([])
  expect(log.filter((each) => each.startsWith('a')).map((each) => each.slice(2))).toEqual([
    ...events.map(({ type }) => type),
    'end',
  ])
  expect(log.filter((each) => each.startsWith('b'))).toHaveLength(events.length + 1)
})

// A reporter that throws, early, late or in a promise, is reported once and stops no other.
it.for<{ when: string; failing: Partial<Reporter> }>([
  {
    when: 'on an event',
    failing: {
      onEvent: () => {
        throw new Error('no room')
      },
    },
  },
  {
    when: 'at the end',
    failing: {
      onEnd: () => {
        throw new Error('no room')
      },
    },
  },
  { when: 'in a promise', failing: { onEnd: () => Promise.reject(new Error('no room')) } },
])('survives a reporter that throws $when', async ({ failing }) => {
  const log: string[] = []
  const reports = multiplex([listener('bad', [], failing), listener('good', log)])
  for (const event of fixtureEvents()) reports.emit(event)
  expect(await reports.end(fixtureResult())).toEqual([{ reporter: 'bad', message: 'no room' }])
  expect(log).toHaveLength(fixtureEvents().length + 1)
})

// The terminal names the files of the others, so it speaks when they are written.
it('ends the owner of the terminal last', async () => {
  const log: string[] = []
  const slow = () =>
    new Promise<void>((resolve) => setImmediate(resolve)).then(() => void log.push('file end'))
  const reports = multiplex([
    listener('terminal', log, { ownsTerminal: true }),
    listener('file', log, { onEnd: slow }),
  ])
  await reports.end(fixtureResult())
  expect(log).toEqual(['file end', 'terminal end'])
})

const owner = (name: string): Reporter => ({ name, ownsTerminal: true })

it('refuses two owners of the terminal', () => {
  expect(() => multiplex([owner('dots'), owner('lines')])).toThrow('dots and lines both want to')
})
