import { isRequirementId, requirements, type RequirementId } from '../requirements.ts'
import type { Contradiction } from './contradiction.ts'

/**
 * By requirements of what is done in another way, or with another kind of content, that of the plainest: a blob by POST and PUT under
 * a sha256 digest, an image manifest. What a registry does wrong there it does wrong in any way. Of these, other than of variants of one
 * duty, each may fail alike for a reason of its own: content is lost in one way and in another.
 */
const plainest: Partial<Record<RequirementId, RequirementId>> = {
  ...Object.fromEntries(
    requirements.flatMap(({ id, variantOf = '' }) => (isRequirementId(variantOf) ? [[id, variantOf]] : [])),
  ),
  'push.single-post.created': 'push.post-put.created',
  'push.chunked.closed': 'push.post-put.created',
  'push.chunked.final-chunk-in-put': 'push.post-put.created',
  'push.mount.created': 'push.post-put.created',
  'push.single-post.stored': 'push.post-put.stored',
  'push.chunked.stored': 'push.post-put.stored',
  'push.mount.stored': 'push.post-put.stored',
  'push.status.range-end': 'push.chunked.patch-range-end',
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
