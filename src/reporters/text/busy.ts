import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { isExchange } from '../../results/record.ts'
import type { RunResult } from '../../results/result.ts'

/** The time that a run was busy: in which the target had requests to answer, or for images what the tests took. */
export interface BusyTimes {
  /** Milliseconds. */
  total: number
  /** By test, for those that sent something; milliseconds, together at most `total`. */
  byTest: ReadonlyMap<string, number>
}

/**
 * How the time of a run is divided among its tests. Tests run concurrently and wait for each other's requests, so the sum
 * of their durations is many times that of the run. Each moment is divided among the tests that have requests in flight.
 */
export function busyTimes(result: RunResult): BusyTimes {
  const exchanges = result.evidence.filter(isExchange)
  const tests = new Set(result.tests.map(({ id }) => id))
  return exchanges.some(({ test }) => test !== undefined && tests.has(test))
    ? ofRequests(exchanges)
    : ofTests(result)
}

/** A request begins, or has ended. */
interface Step {
  at: number
  change: 1 | -1
  test: string | undefined
}

function ofRequests(exchanges: readonly ExchangeRecord[]): BusyTimes {
  const steps = exchanges
    .flatMap(({ startedAt, duration, test }): Step[] => [
      { at: startedAt, change: 1, test },
      { at: startedAt + duration, change: -1, test },
    ])
    .toSorted((one, other) => one.at - other.at)
  const active = new Map<string | undefined, number>()
  const byTest = new Map<string, number>()
  let [total, since] = [0, 0]
  for (const { at, change, test } of steps) {
    if (active.size > 0) {
      total += at - since
      for (const busy of active.keys())
        if (busy !== undefined) byTest.set(busy, (byTest.get(busy) ?? 0) + (at - since) / active.size)
    }
    since = at
    const now = (active.get(test) ?? 0) + change
    if (now === 0) active.delete(test)
    else active.set(test, now)
  }
  return { total, byTest }
}

/** What is judged without requests: where tests overlap, each takes its share of the run. */
function ofTests({ tests, duration }: RunResult): BusyTimes {
  const sum = tests.reduce((all, test) => all + test.duration, 0)
  const share = sum > duration ? duration / sum : 1
  return { total: sum * share, byTest: new Map(tests.map((test) => [test.id, test.duration * share])) }
}
