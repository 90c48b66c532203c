import type { RunEvent } from '../results/events.ts'
import { isExchange } from '../results/record.ts'
import type { ExchangeRecord } from '../registry/record/exchange.ts'
import { isSafe } from '../registry/record/operation.ts'

const isWrite = ({ request }: ExchangeRecord): boolean => !isSafe(request.method)

const passedOn = (records: readonly ExchangeRecord[]): RunEvent[] =>
  records.map((record) => ({ type: 'evidence', record }))

/**
 * Holds exchanges back until a finding or a note refers to them, and passes those on before it: of thousands that are alike a result
 * has those that something was seen in. Returns the events that are to be passed on for one that was emitted.
 */
export function holdSpare(): (event: RunEvent) => readonly RunEvent[] {
  const held = new Map<number, ExchangeRecord>()

  const release = (id: number): ExchangeRecord[] => {
    const record = held.get(id)
    if (record === undefined) return []
    held.delete(id)
    return [...record.via.flatMap(release), record]
  }
  return (event) => {
    if (event.type === 'evidence' && event.spare) {
      const { record } = event
      if (!isExchange(record)) return [{ type: 'evidence', record }]
      held.set(record.id, record)
      return []
    }
    if (event.type === 'run-finished') {
      // What is left is found again by the requests that created it, and those that removed some of it.
      const writes = event.leftovers.length === 0 ? [] : [...held.values()].filter(isWrite)
      return [...passedOn(writes.flatMap(({ id }) => release(id))), event]
    }
    if (event.type !== 'requirement-finished') return [event]
    const { findings, consequences = [], notes } = event.requirement
    const named = [...findings, ...consequences, ...notes].flatMap(({ evidence }) =>
      evidence.flatMap((each) => (each.kind === 'exchange' ? [each.exchange] : [])),
    )
    const released = [...new Set(named)].toSorted((one, other) => one - other).flatMap(release)
    return [...passedOn(released), event]
  }
}
