import { createHash } from 'node:crypto'
import type { RunResult } from '../../../src/results/result.ts'
import { exchange, fixtureResult, text } from './fixture.ts'

// No two are alike, as digests and sessions are not.
const filler = (index: number) =>
  JSON.stringify({
    blobs: Array.from({ length: 8 }, (_, at) => createHash('sha256').update(`${index} ${at}`).digest('hex')),
  })

/** A run with so many exchanges more, each with a body of some size, as a whole registry's run has. */
export function bigResult(count = 1000): RunResult {
  const more = Array.from({ length: count }, (_, index) =>
    exchange(1000 + index, {
      request: `GET /v2/assay/a/blobs/${index}`,
      status: 200,
      body: text(filler(index)),
    }),
  )
  const result = fixtureResult()
  return { ...result, evidence: [...result.evidence, ...more] }
}
