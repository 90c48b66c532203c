import type { Depth } from './depth.ts'
import type { PlannedRequirement } from './requirement.ts'
import type { Statement } from './verdict.ts'

/** What one test found about one requirement. */
export interface Evaluation {
  test: string
  checks: number
  statements: readonly Statement[]
}

/** What is to be concluded: a run's plan, or what was selected for all shards of one together. */
export interface Question {
  requirements: readonly PlannedRequirement[]
  /** Ids of requirements that are to be evaluated. */
  wanted: ReadonlySet<string>
  /** Wanted requirements that only deeper runs evaluate. */
  deeper?: ReadonlyMap<string, Depth>
  /** Ids of wanted requirements that only other shards evaluate. */
  elsewhere?: ReadonlySet<string>
}
