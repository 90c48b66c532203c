import { failureOf } from '../error.ts'
import type { BlobFacts, BlobOutcome } from './blob.ts'

/** What became of a request, without the request. */
export type BlobAnswer = Omit<BlobOutcome, 'request'>

/** Facts or a failure, never an exception. */
export const answer = (facts: Promise<BlobFacts>): Promise<BlobAnswer> =>
  facts.then(
    (found) => ({ facts: found }),
    (error: unknown) => ({ failure: failureOf(error) }),
  )
