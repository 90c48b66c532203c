import { describesManifest, entryOf, hasAnnotations, hasArtifactType } from '../../judges/referrers.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { writersOf } from '../writes.ts'
import { documentIn, hasOwnType, hasSubject, typeOf, type ReferrersPage } from './referrer-pages.ts'

/** What the entries of own manifests contain: their descriptors, artifactType and annotations. */
export function entriesOfReferrers(page: ReferrersPage): Contradiction[] {
  const { entries, history, repository, subject, observed } = page
  const digests = [...new Set(entries.map(({ digest }) => digest))]
  return digests.flatMap((digest) => {
    const entry = entryOf(entries, digest)
    const document = documentIn(history, { repository, digest, period: observed })
    if (entry === undefined || document?.subject !== subject || !hasSubject(document)) return []
    const about = {
      observed,
      because: writersOf(history.possibleManifest(repository, digest, observed)),
      maySettle: true,
    } as const
    const { contentType: mediaType, size, isIndex, annotations = {} } = document
    const kind = isIndex
      ? hasOwnType(document)
        ? 'discovery.referrers.artifact-type-index'
        : 'discovery.referrers.artifact-type-omitted'
      : hasOwnType(document)
        ? 'discovery.referrers.artifact-type'
        : 'discovery.referrers.artifact-type-config'
    return [
      ...contradicts('discovery.referrers.descriptor', describesManifest(entry, { mediaType, size }), {
        ...about,
        // Where a GET returns other bytes, the size may be theirs.
        ...(entry['size'] === size ? {} : { explainedBy: ['pull.manifest.exact-bytes'] }),
      }),
      ...contradicts(kind, hasArtifactType(entry, typeOf(document)), about),
      ...contradicts(
        isIndex ? 'discovery.referrers.annotations-index' : 'discovery.referrers.annotations',
        hasAnnotations(entry, annotations),
        about,
      ),
    ]
  })
}
