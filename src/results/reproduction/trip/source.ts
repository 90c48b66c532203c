import type { TripRecord } from '../../../registry/record/trip.ts'
import type { RunResult } from '../../result.ts'

/** What a round trip is made again from. */
export interface Source {
  record: TripRecord
  result: RunResult
  /** The origin of the registry, and the repository. */
  registry: string
  repository: string
}

/** The lines that show a finding, or why there are none. */
export type Lines = readonly string[] | { reason: string }
