import type { EvidenceRecord } from '../../engine/events.ts'
import type { RunResult } from '../result.ts'
import { isImagesPassed } from '../record.ts'
import type { Gathering } from './gathering.ts'

/** Which requirements passed in some image: an interrupted run has no verdicts of them, and another one may go on from it. */
export interface ImagesPassed extends EvidenceRecord {
  kind: 'images-passed'
  /** Ids of requirements. */
  requirements: readonly string[]
}

/** What passed in images that were read, and in those that were taken over. */
export const passedIn = (gathering: Gathering): ImagesPassed => ({
  kind: 'images-passed',
  requirements: gathering
    .requirements()
    .filter((id) => gathering.of(id).passed > 0 || gathering.passedEarlier(id))
    .toSorted(),
})

/** The same of a stored result; undefined where it does not have that. */
export const passedBefore = ({ evidence }: Pick<RunResult, 'evidence'>): readonly string[] | undefined =>
  evidence.find(isImagesPassed)?.requirements
