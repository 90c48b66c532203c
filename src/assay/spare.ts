import type { RunEvent } from '../results/events.ts'
import type { SpareExchange } from '../registry/record/recorder.ts'
import type { ExchangeRecord } from '../registry/record/exchange.ts'
import { isSafe } from '../registry/record/operation.ts'
import { sliceTo } from '../registry/reproduce/slice.ts'
import { stepsOf, type Steps } from '../registry/reproduce/step.ts'
import type { Evidence, Finding } from '../engine/verdict.ts'
import type { ExchangeSpared } from './target.ts'

const isWrite = ({ method }: SpareExchange): boolean => !isSafe(method)

const passedOn = (records: readonly ExchangeRecord[]): RunEvent[] =>
  records.map((record) => ({ type: 'evidence', record }))

type Seen = Extract<Evidence, { kind: 'exchange' }>

const seenBy = ({ evidence }: Pick<Finding, 'evidence'>): Seen[] =>
  evidence.filter((each) => each.kind === 'exchange')

/** What the request of an exchange builds on, among others of which most have nothing to do with it. */
function leadingTo(exchange: number, steps: Steps): number[] {
  const step = steps.of(exchange)
  if (step === undefined) return []
  return sliceTo({ roots: [step], named: [], isWhole: true }, steps).map(({ id }) => id)
}

/**
 * Holds exchanges back until a finding or a note refers to them, and passes those on before it: of thousands that are alike a result
 * has those that something was seen in, with those that the request that is judged builds on: a script has to repeat them. Returns
 * the events that are to be passed on for one that was emitted.
 */
export function holdSpare(): (event: RunEvent | ExchangeSpared) => readonly RunEvent[] {
  const held = new Map<number, SpareExchange>()
  const all = new Map<number, SpareExchange>()

  const release = (id: number): ExchangeRecord[] => {
    const spare = held.get(id)
    if (spare === undefined) return []
    held.delete(id)
    return [...spare.via.flatMap(release), spare.record()]
  }
  let steps: { of: number; all: Steps } | undefined
  const stepsOfAll = (): Steps => {
    if (steps?.of !== all.size)
      steps = { of: all.size, all: stepsOf(new Map([...all].map(([id, { record }]) => [id, record()]))) }
    return steps.all
  }
  return (event) => {
    if (event.type === 'spare') {
      const { exchange } = event
      held.set(exchange.id, exchange)
      all.set(exchange.id, exchange)
      return []
    }
    if (event.type === 'run-finished') {
      // What is left is found again by the requests that created it, and those that removed some of it.
      const writes = event.leftovers.length === 0 ? [] : [...held.values()].filter(isWrite)
      return [...passedOn(writes.flatMap(({ id }) => release(id))), event]
    }
    if (event.type !== 'requirement-finished') return [event]
    const { findings, consequences = [], notes } = event.requirement
    const named = [...findings, ...consequences, ...notes].flatMap(seenBy).map(({ exchange }) => exchange)
    // The evidence of a sequence is all of it.
    const judged = findings
      .flatMap((finding) => seenBy(finding).slice(-1))
      .filter(({ exchange, sequence }) => sequence === undefined || sequence === all.get(exchange)?.test)
    const before = judged.flatMap(({ exchange }) =>
      all.has(exchange) ? leadingTo(exchange, stepsOfAll()) : [],
    )
    const released = [...new Set([...named, ...before])]
      .toSorted((one, other) => one - other)
      .flatMap(release)
    return [...passedOn(released), event]
  }
}
