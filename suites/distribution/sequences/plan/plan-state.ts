import type { Tracker } from '../coverage.ts'
import type { CastTools } from './cast.ts'
import type { Features } from './features.ts'
import type { Choose } from './tours/choose.ts'

/** What the sequences of a plan share while it is made. */
export interface PlanState extends CastTools {
  tracker: Tracker
  features: Features
  /** Requests of the longest sequence. */
  most: number
  detailed: boolean
  /** What tours vary. */
  choose: Choose
}
