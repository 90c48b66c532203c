import type { Fault as FaultOf } from '../distribution/fault.ts'
import type { RequirementId } from './requirements.ts'

/** A registry that violates one requirement of a round trip. */
export type Fault = FaultOf<RequirementId>
