import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, may, must, should, table } from '../../../../src/engine/requirement.ts'

const notStored =
  'Evaluated if the push was rejected, with any status; if it was accepted, that is the finding.'
const section = 'pushing-manifests'
const refused = '400 and 404 pass, other 4xx warn, 2xx and 5xx fail.'

/** Pushing manifests: what is answered, and what is refused. */
export const manifests = defineRequirements([
  {
    id: 'push.manifest.by-tag',
    title: 'returns 201 for the PUT of a manifest by tag',
    section,
    at: { '1.0': must('404:1'), '1.1': must('481:1'), dev: must('505:1') },
    impact: 'The last step of every push.',
  },
  {
    id: 'push.manifest.by-digest',
    title: 'returns 201 for the PUT of a manifest by digest',
    section,
    at: { '1.0': must('404:1', 401), '1.1': must('481:1', 475), dev: must('505:1', 499) },
    impact: 'The images of an index and all untagged artifacts, signatures among them, are pushed like this.',
  },
  {
    id: 'push.manifest.repeated',
    title: 'accepts a manifest that already exists, by digest and by tag',
    section,
    at: {
      '1.0': derived('MUST', '404:1'),
      '1.1': derived('MUST', '481:1'),
      dev: derived('MUST', '505:1'),
    },
    reasoning:
      'Successful completion must return 201, and no sentence allows a registry to reject a manifest because it already has it.',
    dependsOn: ['push.manifest.by-digest', 'push.manifest.by-tag'],
    ruling:
      'A registry with immutable tags may reject another manifest under a tag, but not the one that the tag refers to.',
    impact: 'A build that runs twice fails, although its image exists.',
  },
  {
    id: 'push.manifest.location',
    title: 'returns a Location for the PUT of a manifest',
    section,
    at: { '1.0': must('404:2'), '1.1': must('481:2'), dev: must('505:2') },
    dependsOn: ['push.manifest.by-tag'],
  },
  {
    id: 'push.manifest.location-pullable',
    title: 'serves the manifest at the Location from its PUT',
    section,
    at: { '1.0': must('404:2', '411!'), '1.1': must('481:2', '487!'), dev: must('505:2', '511!') },
    dependsOn: ['push.manifest.location', 'pull.manifest.by-digest', 'pull.manifest.exact-bytes'],
  },
  {
    id: 'push.manifest.digest-header',
    title: 'includes Docker-Content-Digest in the response to a manifest PUT',
    section,
    at: { '1.1': derived('SHOULD', 488), dev: derived('SHOULD', 512) },
    reasoning:
      'The header is described as part of the response to a push, without a keyword that requires it; the responses to GET and HEAD should contain it.',
    dependsOn: ['push.manifest.by-digest'],
    ruling:
      'The text describes the value of the header, but no keyword requires it for a push: a missing header warns.',
  },
  {
    id: 'push.manifest.digest-header-value',
    title: 'returns the digest that a manifest was pushed with as Docker-Content-Digest',
    section,
    at: { '1.1': must(488), dev: must(512) },
    dependsOn: ['push.manifest.by-digest'],
    ruling: 'Only a push by digest has a value to compare with.',
    impact: 'Seen: sha256 for a sha512 push. The client assumes that another manifest was stored.',
  },
  {
    id: 'push.manifest.wrong-digest',
    title: 'rejects a manifest that does not match the digest in its URL',
    section,
    at: {
      '1.0': derived('MUST', '401:1'),
      '1.1': derived('MUST', '475:1', 488),
      dev: derived('MUST', '499:1', 512),
    },
    reasoning:
      'The reference is the digest that the manifest is addressed by, so other bytes must not be accepted under it.',
    dependsOn: ['push.manifest.by-digest'],
    ruling: refused,
    impact: 'The manifest was not verified: clients that pull by digest report forged content.',
  },
  {
    id: 'push.manifest.wrong-digest-not-stored',
    title: 'stores nothing under the digest of a rejected manifest',
    section,
    at: { '1.0': derived('MUST', '401:1'), '1.1': derived('MUST', '475:1'), dev: derived('MUST', '499:1') },
    reasoning:
      'A manifest is identified by the digest of its bytes, so rejected bytes with another digest are not that manifest, and a GET of a manifest that is not found must return 404.',
    dependsOn: ['push.manifest.by-digest', 'pull.manifest.unknown-digest'],
    ruling: notStored,
  },
  {
    id: 'push.manifest.malformed-digest',
    title: 'rejects the PUT of a manifest with a malformed digest',
    section,
    at: { '1.0': derived('MUST', '401:1'), '1.1': derived('MUST', '475:1'), dev: derived('MUST', '499:1') },
    reasoning: 'The reference must be a digest or a tag, and a malformed digest is neither.',
    dependsOn: ['push.manifest.by-digest'],
    ruling: refused,
    impact: 'Seen: 500, or a manifest stored under a tag of that name.',
  },
  {
    id: 'push.manifest.tag-moves',
    title: 'serves the new manifest after its tag is pushed again',
    section,
    at: { '1.0': must('149:1', '64!'), '1.1': must('176:1', '76!'), dev: must('170:1', '74!') },
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.by-tag', 'pull.manifest.exact-bytes'],
    ruling:
      'A registry may have immutable tags: 400, 403, 405, 409 and 412 are unsupported, anything else fails. A delay warns and never fails.',
    impact: 'A cache serves yesterday’s image under latest.',
  },
  {
    id: 'push.manifest.content-type-parameters',
    title: 'ignores parameters in the Content-Type of a pushed manifest',
    section,
    at: { '1.1': should(460), dev: should(484) },
    dependsOn: [
      'push.manifest.by-tag',
      'pull.manifest.exact-bytes',
      'pull.manifest.content-type-parameters',
      'pull.manifest.content-type',
      'pull.manifest.by-tag',
    ],
    impact: 'Pushes by HTTP libraries that add charset=utf-8 are rejected.',
  },
  {
    id: 'push.manifest.media-type-mismatch',
    title: 'returns 201 or a 4xx for a Content-Type that differs from mediaType',
    section,
    at: { '1.0': derived('SHOULD', 388), '1.1': derived('SHOULD', 462), dev: should(824, '486!') },
    reasoning:
      'The Content-Type is a duty of clients and the response to another one is left open; that a mistake of the client gets a 4xx follows from HTTP, over which the API operates.',
    dependsOn: ['push.manifest.by-tag'],
    ruling:
      'The requirement binds the client: 201 and 400 pass, other 4xx and 5xx warn; what GET returns is informational.',
  },
  {
    id: 'push.manifest.without-media-type',
    title: 'accepts a manifest without a mediaType field',
    section,
    at: { '1.0': derived('SHOULD', 387), '1.1': derived('SHOULD', 461), dev: derived('SHOULD', 485) },
    reasoning: 'Manifests should include a mediaType field but need not, so one without it is valid.',
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: 'The field is recommended for clients and not required; rejecting its absence warns.',
    impact: 'Older builders leave the field out, and one large registry rejects them.',
  },
  {
    id: 'push.manifest.invalid',
    title: 'rejects a manifest that is not valid JSON, without a 5xx',
    section: 'error-codes',
    at: { '1.0': table('SHOULD', 554), '1.1': table('SHOULD', 817), dev: table('SHOULD', 892) },
    dependsOn: ['push.manifest.by-tag'],
    ruling:
      'No sentence requires it, but an error code exists for it: accepting what is not JSON warns, and so does a 5xx. ' +
      'An image manifest without a config may be accepted.',
  },
  {
    id: 'push.manifest.missing-blob',
    title: 'rejects a manifest that references a blob that does not exist',
    section: 'push',
    at: { '1.0': may(189), '1.1': may(224), dev: may(222) },
    dependsOn: ['push.manifest.by-tag', 'push.manifest.missing-blob-code'],
    impact: 'If it is accepted, the first client that pulls the image finds it incomplete.',
  },
  {
    id: 'push.manifest.missing-blob-code',
    title: 'returns the error code for missing content when a manifest references a missing blob',
    section: 'push',
    at: { '1.0': derived('MUST', 190), '1.1': must(225), dev: must(223) },
    reasoning: 'The text describes this error as the result of the rejection.',
    ruling:
      'From 1.1 only MANIFEST_BLOB_UNKNOWN passes, though the footnote points at another code; 1.0 has BLOB_UNKNOWN, and there both pass.',
    impact: 'Clients that push the missing blob and try again do not know what to push.',
  },
  {
    id: 'push.index.missing-manifest',
    title: 'rejects an index that references a manifest that does not exist',
    section: 'push',
    at: { '1.1': may(224), dev: may(222) },
    dependsOn: ['push.manifest.by-tag', 'push.index.missing-manifest-code'],
    impact: 'Rejecting it excludes partly mirrored indexes; accepting it allows incomplete ones.',
  },
  {
    id: 'push.index.missing-manifest-code',
    title: 'returns MANIFEST_BLOB_UNKNOWN when an index references a missing manifest',
    section: 'push',
    at: { '1.1': must(225), dev: must(223) },
    dependsOn: ['push.manifest.missing-blob-code'],
  },
  {
    id: 'push.manifest.size-limit',
    title: 'limits the size of manifests',
    section,
    at: { '1.1': should(493), dev: should(538) },
    unobservable: 'A limit that is larger than what a client sends cannot be observed.',
  },
  {
    id: 'push.manifest.too-large',
    title: 'returns 413 for a manifest that exceeds its size limit',
    section,
    at: { '1.1': should(494, '776!'), dev: should(539, '849!') },
    dependsOn: ['push.manifest.by-tag', 'push.manifest.by-digest'],
    ruling: 'Other 4xx warn, a reset connection or a 5xx fails. If nothing is rejected, it is unsupported.',
  },
  {
    id: 'push.manifest.four-megabytes',
    title: 'accepts a manifest of 4 megabytes',
    section,
    at: { '1.1': should(495), dev: should(540) },
    dependsOn: ['push.manifest.by-tag', 'push.manifest.by-digest'],
    ruling: 'Rejecting 4,000,000 bytes warns; 4 MiB, which the text does not mention, may be rejected.',
    impact: 'Long indexes and manifests with embedded data are rejected.',
  },
])
