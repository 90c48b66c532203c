import { violated, holds, type Judgement } from '../../../../src/engine/judgement.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { readRoute } from '../../../../src/registry/ledger/route.ts'
import { sendsLocation } from '../../push/judges/upload.ts'
import type { RequirementId } from '../../requirements.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { locationOf } from '../observe.ts'
import type { Observed } from '../observed.ts'
import { headerIs, literal } from '../../../../src/registry/reproduce/condition.ts'

/** What was pushed, as the Location of the response has to name it. */
export interface Pushed {
  repository: string
  digest: string
  bytes?: Uint8Array
}

/**
 * The Location of a blob that was pushed or mounted. Where it has the form of the endpoint it names this repository and
 * digest; any other URL may be one of a storage, and is only requested by scripted tests.
 */
export function locationOfBlob(
  observed: Observed,
  pushed: Pushed,
  requirements: { present: RequirementId; pullable: RequirementId },
): Contradiction[] {
  const { present, pullable } = requirements
  const about = { observed, because: [] }
  const missing = contradicts(present, sendsLocation(observed.exchange), about)
  if (missing.length > 0) return missing
  return contradicts(pullable, namesBlob(observed, pushed), about)
}

function namesBlob({ exchange }: Observed, { repository, digest, bytes }: Pushed): Judgement {
  const location = locationOf(exchange)
  const route = location === undefined ? undefined : readRoute(new URL(location).pathname)
  if (location === undefined || route === undefined) return holds()
  const expected = `Location: /v2/${repository}/blobs/${digest}`
  const condition = headerIs('Location', { matches: `/v2/${literal(repository)}/blobs/${literal(digest)}` })
  if (route.kind === 'session' || route.kind === 'uploads')
    return violated(
      'returned the upload as the Location of a blob',
      expected,
      `Location: ${location}`,
      condition,
    )
  if (route.repository !== repository)
    return violated(
      'returned a Location in another repository for a blob',
      expected,
      `Location: ${location}`,
      condition,
    )
  return isDigestOf(route.reference, digest, bytes)
    ? holds()
    : violated(
        'returned a Location with another digest for a blob',
        expected,
        `Location: ${location}`,
        condition,
      )
}

/** The digest of the push, or that of the same bytes by another algorithm. */
export function isDigestOf(named: string, digest: string, bytes: Uint8Array | undefined): boolean {
  const [algorithm] = named.split(':', 1)
  if (named === digest) return true
  if (algorithm === digest.split(':', 1)[0]) return false
  if (bytes === undefined || (algorithm !== 'sha256' && algorithm !== 'sha512')) return true
  return digestOf(bytes, algorithm) === named
}
