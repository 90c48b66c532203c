import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../../src/engine/requirement.ts'

const agnostic = {
  '1.0': derived('SHOULD', 31),
  '1.1': derived('SHOULD', 36),
  dev: derived('SHOULD', 34),
} as const
const agnosticReasoning =
  'The specification calls itself agnostic of content types, but no keyword forbids a registry to accept only some of them.'
const agnosticRuling =
  'The specification calls itself agnostic of content types, but no keyword forbids a list of allowed types: rejecting one warns.'

/** Kinds of content that people really push. */
export const content = defineRequirements([
  {
    id: 'push.accepts.index',
    title: 'accepts an image index',
    section: 'definitions',
    at: {
      '1.0': derived('SHOULD', 31),
      '1.1': derived('MUST', '481:1', 70),
      dev: derived('MUST', '505:1', 68),
    },
    reasoning:
      'The specification is agnostic of content types; from 1.1 an image index is defined as a manifest, so its push must be answered like that of any manifest.',
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: '1.0 does not mention indexes: rejecting one warns there.',
    impact: 'No image for several platforms can be pushed.',
  },
  {
    id: 'push.accepts.nested-index',
    title: 'accepts a nested index',
    section: 'introduction',
    at: agnostic,
    reasoning: agnosticReasoning,
    dependsOn: ['push.accepts.index', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
  },
  {
    id: 'push.accepts.empty-index',
    title: 'accepts an index with no entries',
    section: 'introduction',
    at: agnostic,
    reasoning: agnosticReasoning,
    dependsOn: ['push.accepts.index', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
    impact: 'The referrers tag of an image whose last signature was removed is such an index.',
  },
  {
    id: 'push.accepts.artifact',
    title: 'accepts a manifest with artifactType and the empty config',
    section: 'introduction',
    at: { '1.1': derived('SHOULD', 36), dev: derived('SHOULD', 34) },
    reasoning: agnosticReasoning,
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
    impact: 'SBOMs, charts, policies and models are pushed like this; allow-lists return 400 or 415.',
  },
  {
    id: 'push.accepts.no-layers',
    title: 'accepts a manifest with an empty list of layers',
    section: 'pushing-manifests',
    at: { '1.0': derived('SHOULD', 403, 404), '1.1': derived('SHOULD', 478), dev: derived('SHOULD', 502) },
    reasoning: 'The list of blobs of a manifest may be empty, so a manifest without layers is valid.',
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: 'The list of blobs may be empty, with a warning to clients: rejecting it warns.',
  },
  {
    id: 'push.accepts.unknown-config-type',
    title: 'accepts a config of an unknown media type',
    section: 'introduction',
    at: agnostic,
    reasoning: agnosticReasoning,
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
    impact: 'New tools cannot be used until each registry has added their type to a list.',
  },
  {
    id: 'push.accepts.unknown-layer-type',
    title: 'accepts layers of unknown media types',
    section: 'introduction',
    at: agnostic,
    reasoning: agnosticReasoning,
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
  },
  {
    id: 'push.accepts.unknown-fields',
    title: 'accepts a manifest with unknown fields',
    section: 'introduction',
    at: agnostic,
    reasoning: agnosticReasoning,
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
  },
  {
    id: 'push.accepts.embedded-data',
    title: 'accepts a descriptor with embedded data',
    section: 'introduction',
    at: { '1.1': derived('SHOULD', 36), dev: derived('SHOULD', 34) },
    reasoning: agnosticReasoning,
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: agnosticRuling,
  },
  {
    id: 'push.accepts.docker-manifest',
    title: 'accepts a Docker schema 2 manifest',
    section: 'definitions',
    at: { '1.1': derived('SHOULD', 69), dev: derived('SHOULD', 67) },
    reasoning:
      'Legacy manifests are among the examples in the definition of a manifest, without a keyword that requires them.',
    dependsOn: ['push.manifest.by-tag', 'pull.manifest.exact-bytes', 'pull.manifest.by-digest'],
    ruling: 'Legacy manifests are among the examples of manifests, and not required: rejecting one warns.',
  },
  {
    id: 'push.accepts.non-distributable',
    title: 'accepts a non-distributable layer that was not pushed, or reports it as missing',
    section: 'push',
    at: { '1.1': must(225, '224!'), dev: must(223, '222!') },
    dependsOn: ['push.manifest.by-tag', 'push.manifest.missing-blob-code'],
    ruling:
      '201 passes, and so does a rejection with MANIFEST_BLOB_UNKNOWN. Other 4xx warn, since foreign URLs may be forbidden; 5xx fails.',
    impact: 'Windows images ended in a 500.',
  },
])
