import { holds, violated } from '../../../src/engine/judgement.ts'
import type { Tree } from '../content/tree.ts'
import { statusOf, pathOf } from './requests.ts'
import type { ClientJudge, Seen } from '../seen.ts'
import { ending } from './outcome.ts'

/** The content of these digests was requested and returned; a client that keeps it elsewhere still has to fetch it. */
export const fetches =
  <Facts>(what: string, digests: (facts: Facts) => readonly string[]): ClientJudge<Facts> =>
  (seen) => {
    const missing = digests(seen.facts).filter((digest) => !isFetched(seen, digest))
    if (seen.succeeded && missing.length === 0) return holds()
    return violated(
      seen.succeeded ? `leaves out ${what}` : `fails to pull ${what}`,
      'all of its content, and exit status 0',
      seen.succeeded ? `exit status 0, without ${missing.join(', ')}` : ending(seen),
    )
  }

export const isFetched = ({ exchanges }: Pick<Seen, 'exchanges'>, digest: string): boolean =>
  exchanges.some(
    (each) => each.request.method === 'GET' && pathOf(each).endsWith(digest) && statusOf(each) < 400,
  )

/** The copy succeeds, and the registry that was copied to has the same bytes. */
export const copies =
  (what: string): ClientJudge<{ tree: Tree }> =>
  (seen) => {
    if (!seen.succeeded) return violated(`fails to copy ${what}`, 'exit status 0', ending(seen))
    const { root, manifests, blobs } = seen.facts.tree
    const missing = [
      ...[root, ...manifests].filter(({ digest }) => !seen.copied.manifest(seen.repository, digest)),
      ...blobs.filter(({ digest }) => !seen.copied.blob(seen.repository, digest)),
    ]
    if (missing.length === 0) return holds()
    return violated(
      `leaves out parts of ${what}, or changes them`,
      'all manifests and blobs under their digests',
      `without ${missing.map(({ digest }) => digest).join(', ')}`,
    )
  }
