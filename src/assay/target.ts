import type { Profile, RunFinished } from '../engine/events.ts'
import type { RunLimit } from '../engine/limit.ts'
import type { Plan } from '../engine/plan.ts'
import type { Target as EngineTarget } from '../engine/run.ts'
import type { SpareExchange } from '../registry/record/recorder.ts'
import type { Annotation, EvidenceRecorded, ReadingProgressed } from '../results/events.ts'
import type { Mask } from '../results/mask.ts'
import type { ReporterFailure } from '../results/multiplex.ts'
import type { RunResult } from '../results/result.ts'

/** What a target may emit by itself, at any time after it was opened. */
export type TargetEvent = EvidenceRecorded | ReadingProgressed | ExchangeSpared

/** An exchange that becomes evidence where a finding or a note refers to it, and is left out where none does. */
export interface ExchangeSpared {
  type: 'spare'
  exchange: SpareExchange
}

export interface OpeningTools {
  /** Ends every phase of the run. */
  limit: RunLimit
  /** Evidence that is recorded before the run starts is kept until then. */
  emit: (event: TargetEvent) => void
}

/** Something that suites can be run against: a registry, an image. */
export interface Target<Context> {
  /** What a run of it consists of; made from the options, before anything is sent or read. */
  plan: Plan<Context>
  profile: Profile
  /** Masks the secrets of the target; undefined where there are none. Read when the run starts, and for each error. */
  mask(): Mask | undefined
  /** Connects or opens the files. Throws Failure where nothing can be evaluated. */
  open(tools: OpeningTools): Promise<OpenTarget<Context>>
}

export interface OpenTarget<Context> {
  engine: EngineTarget<Context>
  /** The seed of generated content; empty where nothing is generated. */
  seed: string
  /** Tests at once. */
  concurrency: number
  /** Milliseconds for one test. */
  testTimeout: number
  /** What the target adds to the result once all verdicts are known. */
  annotate?(result: RunResult, finished: RunFinished): Promise<readonly Annotation[]>
  /** Called once all reports were written, or failed to be. */
  onReported?(failures: readonly ReporterFailure[]): void
  /** Releases connections, files and threads; may be called twice. */
  close(): Promise<void>
}
