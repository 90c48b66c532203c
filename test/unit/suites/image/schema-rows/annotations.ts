import { d, hex, i, m, note, run, table, type Fields } from './documents.ts'

const { rows, rule } = table()

rule(
  'annotations.is-map',
  'descriptor',
  [d({ annotations: {} })],
  [d({ annotations: [] }), d({ annotations: 'a=b' })],
)
rule('annotations.is-map', 'config', [run({ Labels: {} }), run({ Labels: null })], [run({ Labels: ['a=b'] })])
rule('annotations.absent-or-map', 'manifest', [m({ annotations: {} })], [m({ annotations: null })])
rule(
  'annotations.values.are-strings',
  'index',
  [i({ annotations: { 'a.b': '' } })],
  [
    i({ annotations: { 'a.b': null } }),
    i({ annotations: { 'a.b': 1 } }),
    i({ annotations: { 'org.opencontainers.image.created': 1 } }),
  ],
)
rule(
  'annotations.values.are-strings',
  'config',
  [run({ Labels: { 'a.b': '' } })],
  [run({ Labels: { 'a.b': 1 } })],
)
rule(
  'annotations.keys.reverse-domain',
  'descriptor',
  [d({ annotations: { 'com.example.key': '' } })],
  [d({ annotations: { maintainer: '' } }), d({ annotations: { 'a.': '' } }), d({ annotations: { '': '' } })],
)
rule(
  'annotations.keys.reverse-domain',
  'config',
  [run({ Labels: { 'com.example.key': '' } })],
  [run({ Labels: { 'a/b~c': '' } })],
)
rule(
  'annotations.created.rfc3339',
  'descriptor',
  ['2024-02-29T23:59:60Z', '2006-01-02t15:04:05.999+23:59'].map((value) => note('created', value)),
  [
    '2023-02-29T00:00:00Z',
    '2006-01-02',
    '2006-01-02T15:04:05',
    '2006-01-02 15:04:05Z',
    '2006-13-01T00:00:00Z',
    '2006-01-02T24:00:00Z',
    'yesterday',
  ].map((value) => note('created', value)),
)
for (const key of ['url', 'documentation', 'source'] as const)
  rule(
    `annotations.${key}.url`,
    'descriptor',
    [note(key, 'https://example.com/a')],
    [note(key, 'example.com/a'), note(key, '')],
  )
rule(
  'annotations.licenses.spdx',
  'descriptor',
  [
    'MIT',
    'GPL-2.0+',
    '(MIT OR Apache-2.0) AND LicenseRef-x',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'DocumentRef-a:LicenseRef-b',
  ].map((value) => note('licenses', value)),
  [
    '',
    'Apache License 2.0',
    'MIT,BSD',
    '(MIT',
    'MIT)',
    'MIT OR',
    'MIT WITH',
    '()',
    'MIT WITH x WITH y',
    '(MIT) WITH x',
  ].map((value) => note('licenses', value)),
)
rule(
  'annotations.base-digest.grammar',
  'descriptor',
  [note('base.digest', `sha256:${hex}`), note('base.digest', 'a:b')],
  [note('base.digest', hex), note('base.digest', 'sha256:abc')],
)
const based = (name: string): Fields =>
  d({
    annotations: {
      'org.opencontainers.image.base.name': name,
      'org.opencontainers.image.base.digest': `sha256:${hex}`,
    },
  })
rule(
  'annotations.base-name.reference',
  'descriptor',
  [based('example.com/a/b_c:1.0'), based(`localhost/a@sha256:${hex}`), based('[::1]:5000/a')],
  ['', 'example.com/UPPER', 'example.com/a:b:c', 'example.com/a b', 'https://example.com/a'].map(based),
)
rule(
  'annotations.base-name.qualified',
  'descriptor',
  [based('localhost:5000/a')],
  [based('debian:12'), based('library/debian')],
)
rule(
  'annotations.base-digest.of-base-name',
  'descriptor',
  [based('example.com/a')],
  [note('base.name', 'example.com/a')],
)

export { rows }
