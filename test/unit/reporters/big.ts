import type { RunResult } from '../../../src/results/result.ts'
import { exchange, fixtureResult, text } from './fixture.ts'

/** A run with so many exchanges more, each with a body of some size, as a whole registry's run has. */
export function bigResult(count = 1000): RunResult {
  const filler = JSON.stringify({ blobs: Array.from({ length: 60 }, (_, index) => `entry ${index}`) })
  const more = Array.from({ length: count }, (_, index) =>
    exchange(1000 + index, { request: `GET /v2/assay/a/blobs/${index}`, status: 200, body: text(filler) }),
  )
  const result = fixtureResult()
  return { ...result, evidence: [...result.evidence, ...more] }
}
