import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should, table } from '../../../../src/engine/requirement.ts'

const digestHeaderRuling =
  'A redirect to storage counts as a whole: the header may be sent at any hop, and only its absence at the last one warns.'

/** Pulling manifests with GET: what is served, and how it is described. */
export const manifests = defineRequirements([
  {
    id: 'pull.manifest.by-tag',
    title: 'returns 200 and the tagged manifest for a GET by tag',
    section: 'pulling-manifests',
    at: { '1.0': must(149), '1.1': must(176), dev: must(170) },
    impact: 'Every client starts here: nothing can be pulled by name.',
    essential: true,
  },
  {
    id: 'pull.manifest.by-digest',
    title: 'returns 200 and the manifest for a GET by digest',
    section: 'pulling-manifests',
    at: { '1.0': must('149:2'), '1.1': must('176:2'), dev: must('170:2') },
    impact: 'Pinned deployments break; a manifest pushed by digest was not found until it was tagged.',
    essential: true,
  },
  {
    id: 'pull.manifest.exact-bytes',
    title: 'returns a manifest byte for byte as it was pushed',
    section: 'pushing-manifests',
    at: { '1.0': must('149:1'), '1.1': must(480, '176:1'), dev: must(504, '170:1') },
    dependsOn: ['pull.manifest.by-digest'],
    impact: 'Reformatting the JSON changes its digest: signatures and pinned references are lost.',
  },
  {
    id: 'pull.manifest.unknown-tag',
    title: 'returns 404 for a GET of a tag that does not exist',
    section: 'pulling-manifests',
    at: { '1.0': must(158), '1.1': must(185), dev: must(179) },
    impact: 'Clients treat 401, 403 or 500 as a failure and stop; after a 404 they push or fall back.',
  },
  {
    id: 'pull.manifest.unknown-digest',
    title: 'returns 404 for a GET of a manifest digest that does not exist',
    section: 'pulling-manifests',
    at: { '1.0': must(158), '1.1': must(185), dev: must(179) },
  },
  {
    id: 'pull.manifest.unknown-repository',
    title: 'returns 404 for a manifest GET in a repository that does not exist',
    section: 'pushing-manifests',
    at: { '1.0': must(413), '1.1': must(491), dev: must(536) },
    impact: 'Some registries return 401 here, and clients then prompt for a password, which does not help.',
  },
  {
    id: 'pull.manifest.other-repository',
    title: 'returns 404 for a manifest that exists only in another repository',
    section: 'pulling-manifests',
    at: { '1.1': must(185), dev: must(179) },
    dependsOn: ['pull.manifest.unknown-digest'],
    ruling: '1.0 covers the whole registry, so it is not tested there.',
    impact: 'A client that knows a digest reads private content through a repository it can access.',
  },
  {
    id: 'pull.manifest.malformed-digest',
    title: 'rejects a manifest GET by a malformed digest',
    section: 'pulling-manifests',
    at: {
      '1.0': derived('MUST', '138:1', '139:1'),
      '1.1': derived('MUST', '153:1', '154:1'),
      dev: derived('MUST', '147:1', '148:1'),
    },
    reasoning:
      'The reference must be a digest or a tag, so a malformed digest identifies no manifest, for which 404 is required.',
    ruling: 'The table lists 404 and no 400: both pass, other 4xx warn, 2xx and 5xx fail.',
    impact: 'A malformed digest brought down the handler with 500, or was looked up as a tag.',
  },
  {
    id: 'pull.manifest.malformed-tag',
    title: 'rejects a manifest GET by a tag that violates the grammar',
    section: 'pulling-manifests',
    at: { '1.1': derived('MUST', '164:1,2'), dev: derived('MUST', '158:1,2') },
    reasoning:
      'A tag must match the grammar, so a reference outside of it identifies no manifest, for which 404 is required.',
    dependsOn: ['pull.manifest.unknown-tag'],
    ruling: '400 and 404 pass, other 4xx warn, 2xx and 5xx fail.',
  },
  {
    id: 'pull.name.invalid',
    title: 'rejects a manifest GET with a repository name that violates the grammar',
    section: 'pulling-manifests',
    at: { '1.0': derived('MUST', '139:2'), '1.1': derived('MUST', '155:1'), dev: derived('MUST', '149:1') },
    reasoning:
      'A repository name must match the grammar, so a name outside of it identifies no repository, for which 404 is required.',
    ruling:
      '400 and 404 pass, 405 warns, 2xx and 5xx fail; the code sent is informational. Under 1.0 double underscores and runs of dashes are not counted as invalid.',
  },
  {
    id: 'pull.manifest.content-type-present',
    title: 'returns a manifest with a Content-Type header',
    section: 'pulling-manifests',
    at: { '1.0': derived('MUST', 144), '1.1': derived('MUST', 169), dev: derived('MUST', 163) },
    reasoning:
      'Content-Type is described as part of every successful response, and clients need the type that it names to parse the manifest.',
    dependsOn: ['pull.manifest.by-digest'],
    ruling: 'The sentence has no keyword, but describes what each successful response contains.',
    impact: 'Without it a client cannot distinguish an index from an image.',
  },
  {
    id: 'pull.manifest.content-type',
    title: 'returns a manifest with the Content-Type it was pushed with',
    section: 'pulling-manifests',
    at: { '1.0': should(145), '1.1': should(172), dev: should(166) },
    dependsOn: ['pull.manifest.content-type-present'],
    impact: 'Clients reject a manifest whose type differs from its mediaType field.',
  },
  {
    id: 'pull.manifest.content-type-parameters',
    title: 'returns the Content-Type of a manifest without parameters',
    section: 'pulling-manifests',
    at: { '1.1': should(170), dev: should(164) },
    dependsOn: ['pull.manifest.content-type-present'],
    impact: 'Clients that compare strings do not recognize a type that is followed by ;charset=utf-8.',
  },
  {
    id: 'pull.manifest.accept-lists',
    title: 'returns the stored type when any of several Accept headers lists it',
    section: 'pulling-manifests',
    at: { '1.0': must('149:1'), '1.1': must('176:1'), dev: must('170:1') },
    dependsOn: ['pull.manifest.by-tag'],
    impact: 'A proxy that keeps only the first Accept line turned every index into a 404.',
  },
  {
    id: 'pull.manifest.accept-mismatch',
    title: 'returns a manifest even when the Accept header does not list its type',
    section: 'content-negotiation',
    at: { dev: table('MAY', 'content-negotiation.md#8', 'content-negotiation.md#9') },
    dependsOn: ['pull.manifest.by-tag', 'pull.manifest.exact-bytes'],
    ruling:
      'The page is marked as unfinished and covers schema 1: informational, but a 5xx, or content other than the index or one of its manifests, warns.',
    impact: 'curl and small clients send */* or nothing, and get 404 or 406 instead of the manifest.',
  },
  {
    id: 'pull.manifest.digest-header',
    title: 'includes Docker-Content-Digest in the response to a manifest GET',
    section: 'pulling-manifests',
    at: { '1.0': should(150), '1.1': should(177), dev: must(171) },
    dependsOn: ['pull.manifest.by-digest'],
    ruling: digestHeaderRuling,
    impact: 'Clients that resolve a tag to a digest by the header fail, or pull the manifest once more.',
  },
  {
    id: 'pull.manifest.digest-header-value',
    title: 'returns a Docker-Content-Digest that matches the manifest',
    section: 'pulling-manifests',
    at: { '1.0': derived('MUST', 152), '1.1': derived('MUST', 179), dev: derived('MUST', 173) },
    reasoning:
      'The header is defined as the digest of the content and clients must verify it against the manifest, so the digest of other content is a false statement.',
    dependsOn: ['pull.manifest.by-digest'],
    ruling:
      'The header may name another algorithm than the request did: it is verified by the one that it names.',
  },
])
