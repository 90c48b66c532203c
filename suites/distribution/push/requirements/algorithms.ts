import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, should, table } from '../../../../src/engine/requirement.ts'

const otherThanSha256 =
  'Digests are those of the image specification, which registers sha512, but no sentence requires a registry to support an algorithm other than sha256.'

const optional =
  'No text requires an algorithm other than sha256: a registry that rejects sha512 with a 4xx does not support it; 5xx fails, and so does a 201 after which the content is not served.'

/** Digests by another algorithm than sha256. */
export const algorithms = defineRequirements([
  {
    id: 'push.sha512.blob',
    title: 'accepts and serves a blob under its sha512 digest',
    section: 'definitions',
    at: { '1.0': derived('MAY', 63), '1.1': derived('MAY', 75), dev: derived('MAY', 73) },
    reasoning: otherThanSha256,
    dependsOn: [
      'push.post-put.created',
      'push.post-put.stored',
      'pull.blob.exact-bytes',
      'pull.blob.head.known',
    ],
    ruling: optional,
    impact: 'Environments that no longer allow sha256 cannot use the registry.',
  },
  {
    id: 'push.sha512.manifest',
    title: 'accepts and serves a manifest under its sha512 digest',
    section: 'definitions',
    at: { '1.0': derived('MAY', 63), '1.1': derived('MAY', 75), dev: derived('MAY', 73) },
    reasoning: otherThanSha256,
    dependsOn: [
      'push.manifest.by-digest',
      'pull.manifest.exact-bytes',
      'pull.manifest.head.by-digest',
      'pull.manifest.by-digest',
    ],
    ruling: optional,
    impact: 'Blobs are accepted, but the manifest that names them is rejected with 400.',
  },
  {
    id: 'push.sha512.wrong-digest',
    title: 'rejects bytes that do not match their sha512 digest',
    section: 'endpoints',
    at: {
      '1.0': derived('MUST', 515, 239),
      '1.1': derived('MUST', 775, 278),
      dev: derived('MUST', 848, 278),
    },
    reasoning:
      'The digest is defined as that of the uploaded blob and content is addressed by it, whatever its algorithm, so other bytes must not be accepted under it.',
    dependsOn: ['push.sha512.blob', 'push.post-put.wrong-digest'],
    variantOf: 'push.post-put.wrong-digest',
    impact: 'The algorithm is accepted, but the digest is not verified.',
  },
  {
    id: 'push.digest-algorithm.started',
    title: 'returns 202 for a POST that specifies the digest algorithm',
    section: 'pushing-a-blob-in-chunks',
    at: { dev: table('MUST', 846, 335) },
    dependsOn: ['push.session.start', 'push.session.location', 'push.sha512.blob'],
    ruling: 'The table also lists 201, though no body is sent that could be stored: 201 is informational.',
  },
  {
    id: 'push.digest-algorithm.stored',
    title: 'stores chunks under a digest of the algorithm specified in the POST',
    section: 'pushing-a-blob-in-chunks',
    at: { dev: derived('MUST', 339) },
    reasoning:
      'The parameter names the algorithm that the registry uses for the blob, and the successful upload of a blob with that digest must return 201.',
    dependsOn: [
      'push.digest-algorithm.started',
      'push.chunked.stored',
      'pull.blob.exact-bytes',
      'push.chunked.closed',
    ],
  },
  {
    id: 'push.digest-algorithm.unknown',
    title: 'returns 400 for a POST that specifies an unknown digest algorithm',
    section: 'pushing-blobs',
    at: { dev: should(229, '846!') },
    dependsOn: ['push.session.start'],
    ruling: 'A registry that ignores the parameter returns 202, which warns.',
  },
])
