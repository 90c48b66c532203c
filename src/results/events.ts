import type { EngineEvent } from '../engine/events.ts'
import type { Changes } from './comparison/change.ts'
import type { Comparison } from './expectations/expectation.ts'
import type { TargetLog } from './log/target-log.ts'
import type { RunRecord } from './record.ts'

/** A record that findings may refer to. */
export interface EvidenceRecorded {
  type: 'evidence'
  record: RunRecord
}
/** Emitted now and then while something large is read; no part of the result. */
export interface ReadingProgressed {
  type: 'reading'
  /** Bytes so far. */
  read: number
  /** Bytes altogether, as far as that is known beforehand; 0 where it is not. */
  total: number
  /** Of many images, how many are done and how many there are. */
  images?: { done: number; total: number }
}
/** Present where the run started the target itself and could read its log. */
export interface LogRead {
  type: 'log'
  log: TargetLog
}
/** Present where the user listed known failures. */
export interface ExpectationsCompared {
  type: 'expectations'
  comparison: Comparison
}
/** Present where the user named an earlier result to compare with. */
export interface ChangesFound {
  type: 'changes'
  changes: Changes
}

/** What is added to a run after its tests, in this order, before its end. */
export type Annotation = EvidenceRecorded | LogRead | ExpectationsCompared | ChangesFound

/** Every event of a run, live or replayed from a stored result. The first is `run-started`, the last `run-finished`. */
export type RunEvent = EngineEvent | ReadingProgressed | Annotation
