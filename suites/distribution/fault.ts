import type { MakeEffects } from '../../src/reference/effects/effects.ts'
import type { SpecVersion } from '../../src/reference/spec-version.ts'
import type { RequirementId } from './requirements.ts'

/** One deliberate violation of one requirement, or the absence of something optional. */
export interface Fault<Id extends string = RequirementId> {
  /** Lasting, lower case with dashes. */
  id: string
  /** The requirement that it violates. */
  violates: Id
  /** What the registry does, in the present tense. */
  title: string
  /** Versions in which that is a violation; absent for all that have the requirement. */
  at?: readonly SpecVersion[]
  /** Products in which it has been seen. */
  seenIn?: string
  /**
   * What a harness makes of the requirement. Absent: it fails where it is a MUST, else it warns. `note` is
   * for a requirement that passes whatever is answered, with a note; `blocked` for one that sums up others,
   * which name the cause.
   */
  verdict?: 'fail' | 'warn' | 'unsupported' | 'blocked' | 'note'
  /** Other requirements that the same behaviour violates, since none can be violated without the other. */
  also?: readonly Id[]
  /** Why `also` cannot be avoided. */
  because?: string
  /** Categories that a run has to claim to see it. */
  claims?: readonly string[]
  /** It strikes whatever happens at the same time, so it is shown by a run that evaluates nothing else. */
  alone?: true
  /** How far a run goes that shows it; absent for one of scripted tests alone. */
  depth?: 'standard'
  /** Called once for each registry. */
  effects: MakeEffects
}
