import { withoutUndefined } from '../../engine/optional.ts'
import type { Profile, TargetDescription } from '../../engine/events.ts'
import type { PlannedRequirement } from '../../engine/requirement.ts'
import type { Conclusion } from '../conclusion/conclusion.ts'
import type { Compared, ComparedRequirement } from '../comparison/changes.ts'
import { readLetters } from './letters.ts'

/** Raised when a reader of an older version could misread it; see schemas/kept.schema.json. */
export const keptVersion = 1

/** A requirement as a run planned it. */
export type Judged = Pick<PlannedRequirement, 'id' | 'suite' | 'title' | 'level' | 'basis'>

/** The requirements of a run. Runs of one version of oci-assay share one list, in a file that is named by its digest. */
export interface KeptRequirements {
  keptVersion: number
  requirements: readonly Judged[]
}

/** What a history keeps of a result: no evidence, one letter for each verdict. */
export interface KeptResult {
  keptVersion: number
  /** From the label of the run, or the name that the user chose: `zot` and `2.1.20`. */
  product: string
  version?: string
  target: Pick<TargetDescription, 'kind' | 'name'>
  profile: Pick<Profile, 'specification' | 'spec' | 'readOnly' | 'depth' | 'requests'>
  tool: { name: string; version: string }
  /** ISO 8601, UTC. */
  startedAt: string
  seed: string
  conclusion: Pick<Conclusion, 'name' | 'exitCode'> & { headline: string }
  /** The name of its list of requirements, without the ending. */
  requirements: string
  /** In the order of that list; see letters.ts. */
  verdicts: string
  /** What was found, or why nothing was evaluated, with the positions of the requirements that it is about. */
  why: readonly { text: string; at: readonly number[] }[]
}

/** A result that was read from a history. */
export interface Remembered extends Compared {
  /** Its file, relative to the folder of the history. */
  file: string
  kept: KeptResult
  requirements: readonly RememberedRequirement[]
}

export interface RememberedRequirement extends ComparedRequirement {
  /** True where it was in error, or blocked by something that did not fail itself. */
  unevaluated: boolean
}

/** The result with a verdict for each requirement of its list; undefined where it has not as many. */
export function remember(file: string, kept: KeptResult, list: KeptRequirements): Remembered | undefined {
  const verdicts = readLetters(kept.verdicts)
  if (verdicts.length !== list.requirements.length) return undefined
  const reasons = new Map(kept.why.flatMap((each) => each.at.map((at) => [at, each.text] as const)))
  const { target, product, version, profile, startedAt, tool } = kept
  const label = version === undefined ? product : `${product} ${version}`
  return {
    file,
    kept,
    target: { name: target.name, details: { label } },
    profile,
    startedAt,
    tool,
    requirements: list.requirements.flatMap((judged, at) => {
      const found = verdicts[at]
      return found
        ? [{ ...judged, ...found, findings: [], ...withoutUndefined({ reason: reasons.get(at) }) }]
        : []
    }),
  }
}
