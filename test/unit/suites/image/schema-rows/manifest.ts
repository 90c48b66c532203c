import { configDescriptor, d, empty, entry, m, nothing, own, types, table } from './documents.ts'

const { rows, rule } = table()

rule('manifest.is-object', 'manifest', [m()], nothing)
rule('manifest.schema-version.exists', 'manifest', [m()], [m({ schemaVersion: undefined })])
rule(
  'manifest.schema-version.is-2',
  'manifest',
  [m()],
  [m({ schemaVersion: '2' }), m({ schemaVersion: null })],
)
rule('manifest.media-type.exists', 'manifest', [m()], [m({ mediaType: undefined })])
rule('manifest.media-type.is-manifest', 'manifest', [m()], [m({ mediaType: types.index })])
rule(
  'manifest.artifact-type.is-string',
  'manifest',
  [m({ config: own, artifactType: types.own })],
  [m({ config: own, artifactType: null })],
)
rule(
  'manifest.artifact-type.rfc6838',
  'manifest',
  [m({ config: own, artifactType: 'a/b' })],
  [m({ config: own, artifactType: '' })],
)
rule('manifest.config.exists', 'manifest', [m()], [m({ config: undefined })])
rule(
  'manifest.config.portable-type',
  'manifest',
  [m(), m({ config: own, layers: [own] }), m({ config: own, artifactType: types.own })],
  [m({ config: d({ mediaType: types.docker }) }), m({ config: own })],
)
rule('manifest.config.portable-type', 'manifest', [m()], [m({ config: own, layers: [own] })]).spec = '1.0'
rule('manifest.layers.exists', 'manifest', [m()], [m({ layers: undefined })])
rule('manifest.layers.is-array', 'manifest', [m()], [m({ layers: null }), m({ layers: {} })])
rule(
  'manifest.layers.are-descriptors',
  'manifest',
  [m()],
  [m({ layers: [d(), null] }), m({ layers: [d(), 'x'] })],
)
rule('manifest.layers.not-empty', 'manifest', [m()], [m({ layers: [] })])
rule(
  'manifest.layers.portable-types',
  'manifest',
  [m({ layers: [d({ mediaType: types.zstd })] })],
  [m({ layers: [d(), own] })],
)
rule(
  'manifest.layers.portable-types',
  'manifest',
  [m()],
  [m({ layers: [d({ mediaType: types.zstd })] }), m({ layers: [own] })],
).spec = '1.0'

rule(
  'artifact.config.specific-type',
  'manifest',
  [m({ config: own, layers: [own] }), m({ config: empty, artifactType: types.own })],
  [m({ artifactType: types.own, layers: [own] }), m({ artifactType: types.own, layers: [d(), own] })],
)
rule(
  'artifact.config.specific-type',
  'manifest',
  [m()],
  [m({ artifactType: types.own }), m({ layers: [own] })],
).severity = 'warn'
rule(
  'artifact.empty-config.names-type',
  'manifest',
  [m({ config: empty, artifactType: types.own, layers: [empty] })],
  [m({ config: empty }), m({ config: empty, layers: [own] })],
)
rule(
  'artifact.layers.not-zero',
  'manifest',
  [m({ config: own, layers: [own] }), m({ layers: [d({ size: 0 })] })],
  [m({ config: own, layers: [d({ mediaType: types.own, size: 0 })] })],
)
rule(
  'artifact.subject.is-manifest',
  'manifest',
  [m({ subject: entry() }), m({ subject: own })],
  [m({ subject: empty }), m({ subject: d() }), m({ subject: configDescriptor })],
)

export { rows }
