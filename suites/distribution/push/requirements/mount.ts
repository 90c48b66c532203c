import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, may, must, should } from '../../../../src/engine/requirement.ts'

const section = 'mounting-a-blob-from-another-repository'

/** Taking a blob over from another repository. */
export const mount = defineRequirements([
  {
    id: 'push.mount.supported',
    title: 'supports cross-repository blob mounts',
    section,
    at: { '1.0': derived('MAY', 358), '1.1': derived('MAY', 431), dev: derived('MAY', 455) },
    reasoning: 'A blob can be mounted, and a response is defined for registries that do not support it.',
    ruling: 'A registry that does not mount starts an upload, or returns a 4xx; 5xx fails.',
    impact: 'Base layers are sent over the network again for each repository.',
  },
  {
    id: 'push.mount.created',
    title: 'returns 201 for a successful mount',
    section,
    at: { '1.0': must('368:1'), '1.1': must('440:1'), dev: must('464:1') },
  },
  {
    id: 'push.mount.location',
    title: 'returns a Location for a mount',
    section,
    at: { '1.0': must('368:2'), '1.1': must('440:2'), dev: must('464:2') },
    dependsOn: ['push.mount.created'],
    variantOf: 'push.post-put.location',
  },
  {
    id: 'push.mount.location-pullable',
    title: 'serves the blob at the Location from a mount',
    section,
    at: { '1.0': must('368:2', '373!'), '1.1': must('440:2', '445!'), dev: must('464:2', '469!') },
    dependsOn: ['push.mount.location', 'push.mount.stored'],
    variantOf: 'push.post-put.location-pullable',
  },
  {
    id: 'push.mount.stored',
    title: 'serves a mounted blob from the target repository',
    section,
    at: { '1.0': must('167:1', '368!'), '1.1': must('194:1', '440!'), dev: must('188:1', '464!') },
    dependsOn: ['push.mount.created', 'push.post-put.stored', 'pull.blob.exact-bytes'],
    impact: 'A 201 without a stored link: the manifest that follows names a blob that is not there.',
  },
  {
    id: 'push.mount.digest-header-value',
    title: 'returns a Docker-Content-Digest that matches the blob, if any, for a mount',
    section,
    at: { '1.0': derived('MUST', 373, 374), '1.1': derived('MUST', 446), dev: derived('MUST', 470) },
    reasoning:
      'The header is defined as the digest of the mounted blob, so the digest of other content is a false statement.',
    dependsOn: ['push.mount.created'],
    ruling: 'A missing header is not judged here. Another algorithm than the request’s is allowed.',
  },
  {
    id: 'push.mount.absent',
    title: 'does not mount a blob that does not exist',
    section,
    at: { '1.0': derived('MUST', '368:1'), '1.1': derived('MUST', '440:1'), dev: derived('MUST', '464:1') },
    reasoning: '201 is the response to a successful mount, and a blob that does not exist cannot be mounted.',
    ruling: '201 for content that does not exist fails; any other status is judged by push.mount.fallback.',
    impact: 'The client assumes that the blob exists and does not push it.',
  },
  {
    id: 'push.mount.fallback',
    title: 'returns 202 for a mount that it cannot perform',
    section,
    at: { '1.0': should('378:1'), '1.1': should(451), dev: should(475) },
    dependsOn: ['push.session.start', 'push.mount.supported'],
    impact: 'Clients treat an error as the end of the push instead of sending the blob.',
  },
  {
    id: 'push.mount.fallback-session',
    title: 'accepts the blob at the Location of a mount that it could not perform',
    section,
    at: { '1.0': should('378:1'), '1.1': should(451), dev: should(475) },
    dependsOn: ['push.mount.fallback', 'push.post-put.created'],
  },
  {
    id: 'push.mount.unknown-from',
    title: 'returns 202 for a mount from a repository that does not exist',
    section,
    at: { '1.0': should('378:1'), '1.1': should(451), dev: should(475) },
    dependsOn: ['push.mount.fallback'],
    ruling:
      '404 and 400 warn, though the table lists 404; 201 for a blob that exists elsewhere is informational.',
  },
  {
    id: 'push.mount.without-from',
    title: 'returns 201 or 202 for a mount without from',
    section,
    at: { '1.1': should(451, '449!'), dev: should(475, '473!') },
    dependsOn: ['push.session.start'],
    ruling: 'Treating from as optional is a MAY, but a registry that cannot mount has to return 202.',
    impact: 'Seen: 405 or 400. Clients that search all repositories cannot push.',
  },
  {
    id: 'push.mount.automatic',
    title: 'supports automatic cross-repository mounts (no from)',
    section,
    at: { '1.1': may(449), dev: may(473) },
    dependsOn: ['push.mount.created', 'push.mount.stored', 'push.post-put.stored', 'pull.blob.exact-bytes'],
  },
])
