import type { RequirementId } from '../requirements.ts'
import type { Contradiction } from './contradiction.ts'

/**
 * By requirements of what is done in another way, or with another kind of content, that of the plainest: a blob by POST and PUT under
 * a sha256 digest, an image manifest. What a registry does wrong there it does wrong in any way.
 */
const plainest: Partial<Record<RequirementId, RequirementId>> = {
  'push.single-post.created': 'push.post-put.created',
  'push.chunked.closed': 'push.post-put.created',
  'push.chunked.final-chunk-in-put': 'push.post-put.created',
  'push.mount.created': 'push.post-put.created',
  'push.single-post.stored': 'push.post-put.stored',
  'push.chunked.stored': 'push.post-put.stored',
  'push.mount.stored': 'push.post-put.stored',
  'push.single-post.location': 'push.post-put.location',
  'push.chunked.close-location': 'push.post-put.location',
  'push.mount.location': 'push.post-put.location',
  'push.single-post.location-pullable': 'push.post-put.location-pullable',
  'push.chunked.close-location-pullable': 'push.post-put.location-pullable',
  'push.mount.location-pullable': 'push.post-put.location-pullable',
  'push.status.range-end': 'push.chunked.patch-range-end',
  'push.single-post.malformed-digest': 'push.post-put.malformed-digest',
  'push.single-post.wrong-digest': 'push.post-put.wrong-digest',
  'push.chunked.wrong-digest': 'push.post-put.wrong-digest',
  'push.chunked.final-put-wrong-digest': 'push.post-put.wrong-digest',
  'push.chunked.final-chunk-digest': 'push.post-put.wrong-digest',
  'push.sha512.wrong-digest': 'push.post-put.wrong-digest',
  'push.single-post.wrong-digest-not-stored': 'push.post-put.wrong-digest-not-stored',
  'push.chunked.wrong-digest-not-stored': 'push.post-put.wrong-digest-not-stored',
  'push.chunked.final-put-wrong-digest-not-stored': 'push.post-put.wrong-digest-not-stored',
  'push.subject.missing-in-index': 'push.subject.missing',
  'push.subject.header-for-index': 'push.subject.header',
  'management.manifest.tags-not-listed': 'management.tag.not-listed',
  'discovery.referrers.complete-index': 'discovery.referrers.complete',
  'discovery.referrers.artifact-type-config': 'discovery.referrers.artifact-type',
  'discovery.referrers.artifact-type-index': 'discovery.referrers.artifact-type',
  'discovery.referrers.annotations-index': 'discovery.referrers.annotations',
}

/** Explains a contradiction by what the plainest request of its kind would show. */
export function explainedByPlainest(contradiction: Contradiction): Contradiction {
  const { requirement, explainedBy = [] } = contradiction
  const plain = plainest[requirement]
  // What is last is what it is about, see kindOf.
  return plain === undefined || explainedBy.includes(plain)
    ? contradiction
    : { ...contradiction, explainedBy: [plain, ...explainedBy] }
}
