import { holds, type Judgement } from '../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import type { RequirementId } from '../requirements.ts'

/** A requirement that could not be evaluated, or not for all that it covers. */
export interface Unevaluated {
  requirement: RequirementId
  unevaluated: string
}

/** One judgement on one requirement, with the places where it can be seen. */
export interface Check {
  requirement: RequirementId
  judgement: Judgement
  evidence: readonly Evidence[]
}

export interface JudgeOptions {
  spec: SpecVersion
  /** Whether everything that the image refers to is promised to be in it. */
  closed: boolean
  /** Whether missing content is accepted. */
  allowMissing: boolean
}

/** A place inside a document of the image. */
export const placeIn = (source: string, pointer?: string): Evidence =>
  pointer === undefined || pointer === '' ? { kind: 'content', source } : { kind: 'content', source, pointer }

/** A note on a requirement that is followed. */
export const noted = (requirement: RequirementId, note: string, ...evidence: Evidence[]): Check => ({
  requirement,
  judgement: holds(note),
  evidence,
})
