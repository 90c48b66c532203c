/**
 * Requirements of which each describes the same behaviour in another situation. A fault that strikes under a condition may rightly be
 * reported under any of its family.
 */

/** A manifest that is there is not served, or another one in its place. */
export const served = [
  'pull.manifest.by-tag',
  'pull.manifest.by-digest',
  'pull.manifest.exact-bytes',
  'pull.manifest.accept-lists',
  'push.manifest.tag-moves',
  'push.manifest.location-pullable',
  'push.manifest.repeated',
  'push.tag.longest',
  'push.tag.characters',
  'push.accepts.index',
  'push.accepts.nested-index',
  'push.accepts.artifact',
  'push.accepts.docker-manifest',
  'push.sha512.manifest',
  'push.tag-parameters.header-honest',
  'management.tag.other-tags-kept',
  'management.tag.manifest-kept',
  'management.manifest.other-repository-kept',
  'management.manifest.push-again',
] as const

/** The same for HEAD. */
export const found = [
  'pull.manifest.head.by-tag',
  'pull.manifest.head.by-digest',
  'push.manifest.tag-moves',
  'management.tag.other-tags-kept',
  'management.tag.manifest-kept',
  'management.manifest.other-repository-kept',
  'management.manifest.push-again',
] as const

/** A valid manifest is not accepted. */
export const taken = [
  'push.manifest.by-tag',
  'push.manifest.by-digest',
  'push.manifest.repeated',
  'push.manifest.tag-moves',
  'push.manifest.without-media-type',
  'push.tag.longest',
  'push.tag.characters',
  'push.accepts.index',
  'push.accepts.nested-index',
  'push.accepts.empty-index',
  'push.accepts.artifact',
  'push.accepts.no-layers',
  'push.accepts.unknown-config-type',
  'push.accepts.unknown-fields',
  'push.accepts.docker-manifest',
  'push.sha512.manifest',
  'push.subject.missing',
  'push.subject.missing-in-index',
  'push.tag-parameters.created',
  'management.manifest.push-again',
] as const

/** A blob that is there is not served, or other bytes in its place. */
export const blobServed = [
  'pull.blob.get',
  'pull.blob.exact-bytes',
  'pull.blob.range.right-bytes',
  'push.post-put.stored',
  'push.single-post.stored',
  'push.chunked.stored',
  'push.chunked.final-chunk-in-put',
  'push.mount.stored',
  'push.sha512.blob',
  'push.blob.empty',
  'push.blob.repeated',
  'push.blob.concurrent',
  'push.post-put.location-pullable',
  'push.single-post.location-pullable',
  'push.chunked.close-location-pullable',
  'push.mount.location-pullable',
  'management.blob.other-repository-kept',
  'management.blob.push-again',
] as const

/** A valid push of a blob is not accepted. */
export const blobTaken = [
  'push.post-put.created',
  'push.single-post.created',
  'push.single-post.supported',
  'push.chunked.closed',
  'push.chunked.final-chunk-in-put',
  'push.chunked.stream',
  'push.mount.created',
  'push.mount.supported',
  'push.sha512.blob',
  'push.blob.empty',
  'push.blob.repeated',
  'push.blob.concurrent',
  'management.blob.push-again',
] as const
