import { warning, type Judgement } from '../../../../src/engine/judgement.ts'
import type { History } from '../history.ts'
import { isSuccess, type Observed } from '../observed.ts'
import { isThere } from '../presence.ts'

/**
 * A push of other bytes that was accepted under the digest of a blob that the repository holds: a registry that does not read what it
 * has already stores nothing wrong, so that it is a warning.
 */
export const ofHeldBlob = (
  observed: Observed,
  { repository, digest }: { repository: string; digest: string },
  history: History,
  judgement: Judgement,
): Judgement =>
  isSuccess(observed) && isThere(history.possibleBlob(repository, digest, observed))
    ? warning(judgement)
    : judgement
