import { i, m, named, nothing, table } from './documents.ts'

const { rows, rule } = table()

rule('layout.header.is-object', 'layout-header', [{ imageLayoutVersion: '1.0.0', more: 1 }], nothing)
rule(
  'layout.header.has-version',
  'layout-header',
  [{ imageLayoutVersion: '1.0.0' }],
  [
    {},
    { imageLayoutVersion: 1 },
    { imageLayoutVersion: null },
    { imagelayoutversion: '1.0.0' },
    ...['', ' ', 'latest', '1.x', '1.0.0 ', '.1'].map((imageLayoutVersion) => ({ imageLayoutVersion })),
  ],
)
rule(
  'layout.header.known-version',
  'layout-header',
  [{ imageLayoutVersion: '1.0.0' }],
  ['1.1.0', '1', '2.0', 'v1.0.0', '1.0.0-rc1', '1.0.0+build'].map((imageLayoutVersion) => ({
    imageLayoutVersion,
  })),
)
rule(
  'layout.index.is-image-index',
  'layout-index',
  [i(), i({ manifests: [] })],
  [m(), ...nothing, { config: {}, layers: [] }],
)
rule(
  'annotations.ref-name.grammar',
  'layout-index',
  ['v1.0', 'a/b:c@d', 'a--b'].map(named),
  ['', '-a', 'a b', 'a//b', 'a..b', 'ü'].map(named),
)

export { rows }
