import type { RunResult } from '../result.ts'
import { isImagesPassed } from '../record.ts'
import type { Gathering } from './gathering.ts'
import type { ImagesPassed } from './record.ts'

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
