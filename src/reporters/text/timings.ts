import type { TestResult } from '../../engine/events.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { exchangesOf } from '../../results/causes/causes.ts'
import type { RunResult } from '../../results/result.ts'
import { plural } from '../../results/text/words.ts'

/** When the requests of a run were sent, and what took long. Times are milliseconds. */
export interface Timings {
  /** In the order of sending: those of the results, which leave out most that were as they should be. */
  exchanges: readonly ExchangeRecord[]
  /** The most that were in flight at once. */
  most: number
  /** From the start of the run to the last response. */
  end: number
  median: number
  /** The 95th percentile of durations. */
  ninetyFifth: number
  slowest: readonly ExchangeRecord[]
  slowestTests: readonly TestResult[]
}

const named = 8

/** How many requests were sent; they are numbered, so that it shows how many the results leave out. */
export function requestsInWords({ exchanges }: Pick<Timings, 'exchanges'>): string {
  const sent = exchanges.reduce((most, { id }) => Math.max(most, id), exchanges.length)
  const all = plural(sent, 'request')
  return sent === exchanges.length ? all : `${all}, ${exchanges.length} of them in the results`
}

/** The timings of a run; undefined where nothing was sent. */
export function timingsOf(result: RunResult): Timings | undefined {
  const exchanges = [...exchangesOf(result).values()].toSorted(
    (one, other) => one.startedAt - other.startedAt,
  )
  if (exchanges.length === 0) return undefined
  const durations = exchanges.map(({ duration }) => duration).toSorted((one, other) => one - other)
  const at = (share: number) =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0
  return {
    exchanges,
    most: mostAtOnce(exchanges),
    end: exchanges.reduce((latest, exchange) => Math.max(latest, endOf(exchange)), 0),
    median: at(0.5),
    ninetyFifth: at(0.95),
    slowest: longest(exchanges),
    slowestTests: longest(result.tests),
  }
}

/** The most requests that were in flight at once: the number grows where one is sent, and falls where one has ended. */
function mostAtOnce(exchanges: readonly ExchangeRecord[]): number {
  const ends = exchanges.map(endOf).toSorted((one, other) => one - other)
  let ended = 0
  let most = 0
  for (const [index, { startedAt }] of exchanges.entries()) {
    while (ended < index && (ends[ended] ?? Infinity) <= startedAt) ended += 1
    most = Math.max(most, index + 1 - ended)
  }
  return most
}

/** How many requests were in flight in the mean, in each of equal parts of the time. */
export function inFlight({ exchanges, end }: Timings, parts: number): number[] {
  const length = Math.max(end, 1) / parts
  const partOf = (time: number): number => Math.min(parts - 1, Math.max(0, Math.floor(time / length)))
  const means = Array.from({ length: parts }, () => 0)
  for (const exchange of exchanges) {
    const [from, to] = [exchange.startedAt, endOf(exchange)]
    for (let part = partOf(from); part <= partOf(to); part += 1) {
      const overlap = Math.min(to, (part + 1) * length) - Math.max(from, part * length)
      means[part] = (means[part] ?? 0) + Math.max(0, overlap) / length
    }
  }
  return means
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
