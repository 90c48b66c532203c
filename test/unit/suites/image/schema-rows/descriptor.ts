import { d, empty, entry, hex, m, nothing, platform, types, table } from './documents.ts'

const { rows, rule } = table()

rule('descriptor.is-object', 'descriptor', [d(), d({ unknown: [] })], nothing)
rule(
  'descriptor.is-object',
  'manifest',
  [m({ subject: entry() })],
  [m({ config: null }), m({ subject: null }), m({ subject: 'x' })],
)
rule(
  'descriptor.media-type.exists',
  'descriptor',
  [d()],
  [d({ mediaType: undefined }), { ...d({ mediaType: undefined }), mediatype: types.layer }],
)
rule('descriptor.media-type.is-string', 'descriptor', [d()], [d({ mediaType: null }), d({ mediaType: 1 })])
rule(
  'descriptor.media-type.rfc6838',
  'descriptor',
  [d({ mediaType: 'a/b+c.d' }), d({ mediaType: `${'a'.repeat(127)}/b` })],
  ['', 'a', 'a/', 'a/b/c', 'a/b; c=d', '+a/b', ' a/b', `${'a'.repeat(128)}/b`, 'a/b\n'].map((mediaType) =>
    d({ mediaType }),
  ),
)
rule('descriptor.digest.exists', 'descriptor', [d()], [d({ digest: undefined })])
rule('descriptor.digest.is-string', 'descriptor', [d()], [d({ digest: null }), d({ digest: 7 })])
rule(
  'descriptor.digest.grammar',
  'descriptor',
  [d({ digest: 'multihash+base58:QmRZ' }), d({ digest: 'a.b_c-d+e:=_-' })],
  ['', 'sha256', 'sha256:', `SHA256:${hex}`, 'a..b:c', 'sha256:../../etc', `sha256:${hex}\n`].map((digest) =>
    d({ digest }),
  ),
)
rule(
  'descriptor.digest.sha256',
  'descriptor',
  [d()],
  [
    d({ digest: `sha256:${hex.toUpperCase()}` }),
    d({ digest: 'sha256:abc' }),
    d({ digest: `sha256:${hex}a` }),
  ],
)
rule(
  'descriptor.digest.sha512',
  'descriptor',
  [d()],
  [d({ digest: `sha512:${hex}` }), d({ digest: `sha512:${hex}${hex.toUpperCase()}` })],
)
rule(
  'descriptor.digest.blake3',
  'descriptor',
  [d({ digest: 'other:abc' })],
  [d({ digest: 'blake3:abc' }), d({ digest: `blake3:${hex.toUpperCase()}` })],
).spec = 'dev'
rule(
  'descriptor.digest.prefers-sha256',
  'descriptor',
  [d(), d({ digest: 'other:abc' }), d({ digest: `blake3:${hex}` })],
  [d({ digest: `sha512:${hex}${hex}` })],
)
rule('descriptor.digest.prefers-sha256', 'descriptor', [d()], [d({ digest: `blake3:${hex}` })]).spec = 'dev'
rule('descriptor.size.exists', 'descriptor', [d()], [d({ size: undefined })])
rule(
  'descriptor.size.is-integer',
  'descriptor',
  [d({ size: 0 }), JSON.parse('{"mediaType":"a/b","digest":"a:b","size":1.2e3}'), d({ size: -1 })],
  [d({ size: '7' }), d({ size: 1.5 }), d({ size: null }), d({ size: 1e19 })],
)
rule('descriptor.size.not-negative', 'descriptor', [d({ size: 0 })], [d({ size: -1 })]).spec = 'dev'
rule(
  'descriptor.urls.is-string-array',
  'descriptor',
  [d({ urls: [] })],
  [d({ urls: null }), d({ urls: 'https://example.com' }), d({ urls: [1] })],
)
rule(
  'descriptor.urls.rfc3986',
  'descriptor',
  [d({ urls: ['https://example.com/a?b#c'] })],
  [d({ urls: ['/relative'] }), d({ urls: ['https://exa mple.com'] }), d({ urls: [''] })],
)
rule(
  'descriptor.urls.http',
  'descriptor',
  [d({ urls: ['HTTP://example.com'] })],
  [d({ urls: ['ftp://example.com/a'] })],
)
const reserved = rule(
  'descriptor.data.reserved',
  'descriptor',
  [d()],
  [d({ data: 'e30=' }), d({ data: null })],
)
reserved.spec = '1.0'
reserved.severity = 'warn'
rule('descriptor.data.is-string', 'descriptor', [d({ data: '' })], [d({ data: null }), d({ data: {} })])
rule(
  'descriptor.data.base64',
  'descriptor',
  [d({ data: 'e30=' }), d({ data: 'e+/=' })],
  ['e30', 'e-_=', 'e30=\n', 'e3=0', '===='].map((data) => d({ data })),
)
rule(
  'descriptor.artifact-type.is-string',
  'descriptor',
  [d({ artifactType: types.own })],
  [d({ artifactType: null })],
)
rule(
  'descriptor.artifact-type.rfc6838',
  'descriptor',
  [d({ artifactType: 'a/b' })],
  [d({ artifactType: '' }), d({ artifactType: 'sbom' })],
)
rule(
  'artifact.empty.content',
  'descriptor',
  [empty],
  [
    { ...empty, size: 3 },
    { ...empty, digest: `sha256:${hex}` },
  ],
)

const p = 'index.platform'
rule(
  `${p}.is-object`,
  'descriptor',
  [entry()],
  [entry({ platform: null }), entry({ platform: 'linux/amd64' })],
)
rule(
  `${p}.architecture.exists`,
  'descriptor',
  [entry()],
  [platform({ architecture: undefined }), platform({ architecture: undefined, Architecture: 'amd64' })],
)
rule(`${p}.architecture.is-string`, 'descriptor', [entry()], [platform({ architecture: null })])
rule(
  `${p}.architecture.goarch`,
  'descriptor',
  [platform({ architecture: 's390x' })],
  ['x86_64', 'unknown', '', 'AMD64'].map((architecture) => platform({ architecture })),
)
rule(`${p}.os.exists`, 'descriptor', [entry()], [platform({ os: undefined })])
rule(`${p}.os.is-string`, 'descriptor', [entry()], [platform({ os: 1 })])
rule(
  `${p}.os.goos`,
  'descriptor',
  [platform({ os: 'windows' })],
  [platform({ os: 'Linux' }), platform({ os: 'unknown' })],
)
rule(
  `${p}.os-version.is-string`,
  'descriptor',
  [platform({ 'os.version': '10.0' })],
  [platform({ 'os.version': 10 })],
)
rule(
  `${p}.os-features.is-string-array`,
  'descriptor',
  [platform({ 'os.features': ['any'] })],
  [platform({ 'os.features': 'any' }), platform({ 'os.features': [1] }), platform({ 'os.features': null })],
)
rule(
  `${p}.os-features.windows`,
  'descriptor',
  [platform({ os: 'windows', 'os.features': ['win32k'] })],
  [platform({ os: 'windows', 'os.features': ['other'] })],
)
rule(`${p}.variant.is-string`, 'descriptor', [platform({ variant: 'v1' })], [platform({ variant: 1 })])
rule(
  `${p}.variant.listed`,
  'descriptor',
  [
    ['arm', 'v7'],
    ['arm64', 'v8'],
    ['arm64', 'v8.1'],
    ['arm64', 'v9'],
    ['ppc64le', 'power10'],
    ['riscv64', 'rva22u64'],
    ['s390x', 'z15'],
  ].map(([architecture, variant]) => platform({ architecture, variant })),
  [
    ['arm', '7'],
    ['arm64', 'v7'],
    ['amd64', 'v5'],
    ['ppc64le', 'power7'],
    ['riscv64', 'g'],
  ].map(([architecture, variant]) => platform({ architecture, variant })),
)
rule(`${p}.features.unused`, 'descriptor', [entry()], [platform({ features: ['sse4'] })])

export { rows }
