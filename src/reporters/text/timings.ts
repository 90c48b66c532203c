import type { TestResult } from '../../engine/events.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { exchangesOf } from '../../results/causes/causes.ts'
import type { RunResult } from '../../results/result.ts'

/** A request in the order of time: lane 0 is free again first. */
export interface Bar {
  exchange: ExchangeRecord
  lane: number
}

/** When the requests of a run were sent, and what took long. Times are milliseconds. */
export interface Timings {
  bars: readonly Bar[]
  lanes: number
  /** From the start of the run to the last response. */
  end: number
  median: number
  /** The 95th percentile of durations. */
  ninetyFifth: number
  slowest: readonly ExchangeRecord[]
  slowestTests: readonly TestResult[]
}

const named = 8

/** The timings of a run; undefined where nothing was sent. */
export function timingsOf(result: RunResult): Timings | undefined {
  const exchanges = [...exchangesOf(result).values()].toSorted(
    (one, other) => one.startedAt - other.startedAt,
  )
  if (exchanges.length === 0) return undefined
  const freeFrom: number[] = []
  const bars = exchanges.map((exchange): Bar => {
    const found = freeFrom.findIndex((time) => time <= exchange.startedAt)
    const lane = found === -1 ? freeFrom.length : found
    freeFrom[lane] = endOf(exchange)
    return { exchange, lane }
  })
  const durations = exchanges.map(({ duration }) => duration).toSorted((one, other) => one - other)
  const at = (share: number) =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0
  return {
    bars,
    lanes: freeFrom.length,
    end: Math.max(...exchanges.map(endOf)),
    median: at(0.5),
    ninetyFifth: at(0.95),
    slowest: longest(exchanges),
    slowestTests: longest(result.tests),
  }
}

const endOf = ({ startedAt, duration }: ExchangeRecord): number => startedAt + duration

const longest = <Item extends { duration: number }>(items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => other.duration - one.duration).slice(0, named)

/** The marks of a time axis, at most ten: 0, 200, 400, … up to `end`. */
export function ticksOf(end: number): number[] {
  const rough = end / 8
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? power * 10
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
}
