import type { Evidence } from '../../../src/engine/verdict.ts'

/** What can happen to content on its way: what is known of a client by these names is reported as a conversion. */
export type Change =
  /** Something of the image is not there. */
  | 'lost'
  /** An index was replaced by the manifest of one of its platforms. */
  | 'one-platform'
  /** A manifest lost its subject. */
  | 'subject'
  /** Types of Docker became those of OCI, or the other way round. */
  | 'media-type'
  /** A layer with the same content is compressed in another way. */
  | 'recompressed'
  /** A document with the same value in other bytes. */
  | 'rewritten'
  /** A config or a layer with other content. */
  | 'content'
  /** Anything else in a document. */
  | 'changed'

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
