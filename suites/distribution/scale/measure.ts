import type { MeasurementRecord } from '../../../src/registry/record/measurement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'

/** One operation that was measured: a request, or several that belong together. Times are milliseconds of the run. */
export interface Sample {
  startedAt: number
  endedAt: number
  bytes: number
}

/** The time of one request; `bytes` are those that count, default what was received. */
export const sampleOf = (
  { startedAt, duration, response }: Pick<Exchange, 'startedAt' | 'duration' | 'response'>,
  bytes = response?.body.size ?? 0,
): Sample => ({ startedAt, endedAt: startedAt + duration, bytes })

/** The time from the start of the first to the end of the last of several requests. */
export const spanOf = (
  exchanges: readonly Pick<Exchange, 'startedAt' | 'duration'>[],
  bytes: number,
): Sample => ({
  startedAt: Math.min(...exchanges.map(({ startedAt }) => startedAt)),
  endedAt: Math.max(...exchanges.map(({ startedAt, duration }) => startedAt + duration)),
  bytes,
})

/** What the reports show of these operations; undefined where there is none. */
export function measurementOf(
  operation: string,
  samples: readonly Sample[],
  remark?: string,
): MeasurementRecord | undefined {
  if (samples.length === 0) return undefined
  const durations = samples.map(({ startedAt, endedAt }) => endedAt - startedAt).toSorted((a, b) => a - b)
  const at = (share: number) =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0
  const begin = samples.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity)
  const end = samples.reduce((last, { endedAt }) => Math.max(last, endedAt), -Infinity)
  return {
    kind: 'measurement',
    operation,
    count: samples.length,
    bytes: samples.reduce((sum, { bytes }) => sum + bytes, 0),
    elapsed: tenths(end - begin),
    median: tenths(at(0.5)),
    p95: tenths(at(0.95)),
    ...(remark === undefined ? {} : { remark }),
  }
}

const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10
