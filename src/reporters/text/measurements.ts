import type { MeasurementRecord } from '../../registry/record/measurement.ts'
import { sizeWords } from '../../registry/record/size-words.ts'
import { isMeasurement } from '../../results/record.ts'
import type { RunResult } from '../../results/result.ts'

/** What was measured, each operation once: of a test that was repeated, and of shards that measured the same, the last one. */
export function measurementsOf({ evidence }: Pick<RunResult, 'evidence'>): MeasurementRecord[] {
  const byOperation = new Map<string, MeasurementRecord>()
  for (const record of evidence) if (isMeasurement(record)) byOperation.set(record.operation, record)
  return [...byOperation.values()]
}

/** The figures of one operation, in words. */
export interface Figures {
  operation: string
  count: string
  size: string
  median: string
  p95: string
  /** Operations in a second. */
  rate: string
  /** Mebibytes in a second; empty where the time is not that of the bytes. */
  throughput: string
  remark: string
}

/** How reports name the columns. */
export const columns: Readonly<Record<keyof Figures, string>> = {
  operation: 'operation',
  count: 'count',
  size: 'size',
  median: 'median',
  p95: 'p95',
  rate: 'per second',
  throughput: 'MiB/s',
  remark: 'remark',
}

const mebibyte = 1024 ** 2
/** Bytes of one operation: what is smaller takes as long as a request does, whatever it moves. */
const leastForThroughput = 64 * 1024

/** Three digits, of which none is after a point where it would pretend more than was measured. */
const rounded = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

const inMilliseconds = (value: number): string =>
  value >= 100 ? `${Math.round(value)} ms` : `${Math.round(value * 10) / 10} ms`

export function figuresOf({
  operation,
  count,
  bytes,
  elapsed,
  median,
  p95,
  remark = '',
}: MeasurementRecord): Figures {
  const seconds = Math.max(elapsed, 0.1) / 1000
  return {
    operation,
    count: String(count),
    size: bytes === 0 ? '' : sizeWords(bytes),
    median: inMilliseconds(median),
    p95: inMilliseconds(p95),
    rate: count === 1 ? '' : rounded(count / seconds),
    throughput: bytes < count * leastForThroughput ? '' : rounded(bytes / mebibyte / seconds),
    remark,
  }
}
