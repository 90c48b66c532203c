import type { Depth } from '../engine/depth.ts'

/** Seconds for the whole run: content of real size takes as long as the link to the target is slow. */
export const runTimeoutOf = ({ runTimeout, depth }: { runTimeout?: number; depth?: Depth }): number =>
  runTimeout ?? (depth === 'thorough' ? 3600 : 900)
