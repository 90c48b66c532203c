import type { Change } from '../../../src/client/known.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'

/** A place in which an image differs from what it was. */
export interface Difference {
  change: Change
  /** What is concerned, and how: `layer 1 of linux/amd64 was recompressed`. */
  title: string
  expected: string
  received: string
}

/** One way of one image: pushed by a client, or pulled by it. */
export interface Passage {
  client: string
  operation: 'push' | 'pull'
  /** Of a pull: the client that had pushed it; absent for this program. */
  pushedBy?: string
  /**
   * `same`: every byte. `converted`: as is known of the client. `changed`: otherwise. `failed`: the command failed. `unsupported`: the client
   * is known not to support such content. `open`: could not be evaluated.
   */
  outcome: 'same' | 'converted' | 'changed' | 'failed' | 'unsupported' | 'open'
  differences: readonly Difference[]
  /** Why it was converted, is unsupported or failed: for people. */
  reason?: string
  /** For people. */
  command?: string
  /** References to the commands that were run. */
  evidence: readonly Evidence[]
}
