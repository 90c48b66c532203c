import { holds, violated, type Judgement } from '../../../../src/engine/judgement.ts'
import { readRoute } from '../../../../src/registry/ledger/route.ts'
import { headerIs, literal } from '../../../../src/registry/reproduce/condition.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { locationOf } from '../observe.ts'
import type { Observed } from '../observed.ts'
import { isDigest, type OperationOn } from '../operation.ts'
import { isDigestOf } from './upload-locations.ts'

type Push = Observed<OperationOn<'manifest'>>

/**
 * The Location of a pushed manifest. Where it has the form of the endpoint it names this repository, and the digest or a tag of
 * the push; any other URL, also one of a blob, may serve the manifest, and is only requested by scripted tests.
 */
export function locationOfManifest(observed: Push, digest: string): Contradiction[] {
  const about = { observed, because: [] }
  const location = locationOf(observed.exchange)
  return location === undefined
    ? contradicts(
        'push.manifest.location',
        violated(
          'returned no Location for a pushed manifest',
          'Location: <pullable URL>',
          'no such header',
          headerIs('Location'),
        ),
        about,
      )
    : contradicts('push.manifest.location-pullable', namesManifest(observed, digest, location), about)
}

function namesManifest({ operation, request }: Push, digest: string, location: string): Judgement {
  const { repository, reference } = operation
  const route = readRoute(new URL(location).pathname)
  if (route?.kind !== 'manifest') return holds()
  const tags = [reference, ...new URL(request.url).searchParams.getAll('tag')]
  const names = [digest, ...tags].map(literal).join('|')
  const other = (what: string): Judgement =>
    violated(
      `returned another ${what} in the Location of a manifest`,
      `Location: /v2/${repository}/manifests/${digest}`,
      `Location: ${location}`,
      headerIs('Location', { matches: `/v2/${literal(repository)}/manifests/(${names})` }),
    )
  if (route.repository !== repository) return other('repository')
  if (!isDigest(route.reference)) return tags.includes(route.reference) ? holds() : other('tag')
  const bytes = request.body?.truncated ? undefined : request.body?.bytes
  return isDigestOf(route.reference, digest, bytes) ? holds() : other('digest')
}
