import type { Profile, TargetDescription } from '../../engine/events.ts'
import type { Level, SpecVersion } from '../../engine/requirement.ts'
import type { Totals, Verdict } from '../../engine/verdict.ts'
import type { Changes, Odd } from '../comparison/change.ts'
import type { KeptResult } from './kept.ts'
import type { Unread } from './folder.ts'

/** Raised when a reader of an older version could misread it; see schemas/history.schema.json. */
export const historyVersion = 1

/** One result of a series. */
export interface Point {
  /** Relative to the folder of the history. */
  file: string
  /** ISO 8601, UTC. */
  startedAt: string
  /** Of the product. */
  version?: string
  target: string
  /** Name and version of the program that found it. */
  tool: string
  conclusion: KeptResult['conclusion']
  /** Digest of the requirements that were planned. */
  requirements: string
  totals: Totals
  /** Requirements that could not be evaluated although nothing failed. */
  unevaluated: number
}

/** A requirement whose level is another one in the later result: its verdicts are not compared. */
export interface Redefined {
  id: string
  title: string
  level: { was: Level; is: Level }
  verdict: { was: Verdict; is: Verdict }
}

/** From one result of a series to the next one: what changed, of the product and of what judges it. */
export interface Step {
  /** Positions in the results of the series. */
  from: number
  to: number
  conclusion: { was: KeptResult['conclusion']['name']; is: KeptResult['conclusion']['name'] }
  /** Present where the version of the product is another one. */
  version?: { was?: string; is?: string }
  /** Present where another version of oci-assay tested it. */
  tool?: { was: string; is: string }
  /** Numbers of requirements that were not planned before, or are not any more; present where the lists differ. */
  requirements?: { added: number; removed: number }
  redefined: readonly Redefined[]
  /** Since the verdict that each requirement had when it was last evaluated. */
  changes: Changes
}

/** The key of a series: only results of the same series are comparable. */
export interface SeriesKey {
  product: string
  kind: TargetDescription['kind']
  specification: string
  spec: SpecVersion
  readOnly: Profile['readOnly']
  /** How far its runs go, such as `quick`; empty for images and clients. */
  depth: string
}

export interface Series extends SeriesKey {
  /** Unique: the name of its badge, and its anchor on the page. */
  slug: string
  /** Oldest first; never empty. */
  results: readonly Point[]
  /** Those in which anything changed, oldest first. */
  steps: readonly Step[]
  /** Whether anything changed with the latest result: a verdict, or the conclusion. */
  changed: boolean
  /** What fails in the latest result, whether that is new or not. */
  failing: readonly Odd[]
}

/** The results of a folder over time: the data of page, badges and JSON. */
export interface History {
  historyVersion: number
  tool: { name: string; version: string }
  /** True where the latest result of a series changed anything. */
  changed: boolean
  /** By product, then by what was tested. */
  series: readonly Series[]
  /** Foreign and damaged files. */
  unread: readonly Unread[]
}
