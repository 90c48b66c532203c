import { d, entry, i, m, nothing, types, table } from './documents.ts'

const { rows, rule } = table()

rule('index.is-object', 'index', [i()], nothing)
rule('content.one-kind', 'index', [i()], [i({ config: {} }), i({ layers: [] })])
rule('content.one-kind', 'manifest', [m()], [m({ manifests: [] })])
rule('index.schema-version.exists', 'index', [i()], [i({ schemaVersion: undefined })])
rule(
  'index.schema-version.is-2',
  'index',
  [JSON.parse('{"schemaVersion":2.0,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}')],
  [i({ schemaVersion: '2' }), i({ schemaVersion: 1 }), i({ schemaVersion: null })],
)
rule('index.media-type.exists', 'index', [i()], [i({ mediaType: undefined })])
rule('index.media-type.is-index', 'index', [i()], [i({ mediaType: types.manifest }), i({ mediaType: null })])
rule('index.artifact-type.is-string', 'index', [i({ artifactType: types.own })], [i({ artifactType: 1 })])
rule('index.artifact-type.rfc6838', 'index', [i({ artifactType: 'a/b' })], [i({ artifactType: 'b' })])
rule('index.manifests.exists', 'index', [i({ manifests: [] })], [i({ manifests: undefined })])
rule('index.manifests.is-array', 'index', [i()], [i({ manifests: null }), i({ manifests: {} })])
rule(
  'index.manifests.portable-types',
  'index',
  [i({ manifests: [entry({ mediaType: types.index })] })],
  [i({ manifests: [d()] })],
)

export { rows }
