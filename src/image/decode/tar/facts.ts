import type { Problem } from '../../problem.ts'
import type { TarSummary } from './end.ts'

/** An entry that is worth naming in a finding. */
export interface NamedEntry {
  name: string
  type: string
  link?: string
  /** The path of the earlier entry that it repeats, or another fact that belongs to the kind. */
  other?: string
}

/**
 * Kinds of entries that some statement of layer.md speaks of. For each, the first ones are named and
 * all are counted.
 */
export const entryKinds = [
  /** The same cleaned path as an earlier entry (`other`). */
  'duplicate',
  'absolute',
  /** Leads out of the root by `..`. */
  'climbing',
  /** Has a `..` in its name, and stays below the root. */
  'parent-segment',
  'opaque-whiteout',
  /** `.wh.` with nothing after it. */
  'bare-whiteout',
  'whiteout-not-empty',
  'whiteout-not-regular',
  /** Comes after an entry of the same folder (`other`). */
  'whiteout-after-sibling',
  'hard-link-to-directory',
  /** Its target is not in this layer so far. */
  'hard-link-outside',
  'hard-link-to-itself',
  'sparse',
  /** A contiguous file, whose type POSIX reserves and the specification does not name. */
  'contiguous',
  /** Neither a type that the specification names nor a contiguous file. */
  'unknown-type',
  'link-without-target',
  /** A Windows security descriptor (MSWINDOWS.rawsd) that is not Base 64. */
  'security-descriptor-not-base64',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** What a walk over a layer's tar found; plain data, small whatever the size of the layer. */
export interface TarFacts {
  summary: TarSummary
  /** Entries by kind; a kind that was not met is absent. */
  kinds: Partial<Record<EntryKind, { count: number; first: NamedEntry[] }>>
  /** False where the layer has more names than are remembered: what is found by comparing paths may be missing. */
  pathsComplete: boolean
  problems: readonly Problem[]
}
