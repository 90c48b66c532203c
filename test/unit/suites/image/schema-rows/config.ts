import { c, hex, history, nothing, run, table } from './documents.ts'

const { rows, rule } = table()

rule('config.is-object', 'config', [c()], nothing)
rule(
  'config.created.rfc3339',
  'config',
  [c({ created: '2006-01-02T15:04:05.123456789Z' }), c({ created: null })],
  [c({ created: '2006-01-02' }), c({ created: 1136214245 })],
)
rule('config.author.is-string', 'config', [c({ author: null })], [c({ author: {} })])
rule(
  'config.architecture.exists',
  'config',
  [c()],
  [
    c({ architecture: undefined }),
    c({ architecture: null }),
    c({ architecture: undefined, Architecture: 'amd64' }),
  ],
)
rule('config.architecture.is-string', 'config', [c()], [c({ architecture: 386 })])
rule('config.architecture.goarch', 'config', [c({ architecture: '386' })], [c({ architecture: 'x86_64' })])
rule('config.os.exists', 'config', [c()], [c({ os: undefined }), c({ os: null })])
rule('config.os.is-string', 'config', [c()], [c({ os: ['linux'] })])
rule('config.os.goos', 'config', [c({ os: 'windows' })], [c({ os: 'Linux' })])
rule('config.os-version.is-string', 'config', [c({ 'os.version': null })], [c({ 'os.version': 10 })])
rule(
  'config.os-features.is-string-array',
  'config',
  [c({ 'os.features': null })],
  [c({ 'os.features': 'x' }), c({ 'os.features': [null] })],
)
rule(
  'config.os-features.windows',
  'config',
  [c({ os: 'windows', 'os.features': ['win32k'] })],
  [c({ os: 'windows', 'os.features': ['x'] })],
)
rule('config.variant.is-string', 'config', [c({ variant: null })], [c({ variant: 8 })])
rule(
  'config.variant.listed',
  'config',
  [c({ architecture: 'arm', variant: 'v7' })],
  [c({ architecture: 'arm', variant: 'v9' })],
)
rule('config.config.is-object', 'config', [c({ config: null })], [c({ config: [] })])
rule('config.user.is-string', 'config', [run({ User: null })], [run({ User: 1000 })])
rule(
  'config.user.form',
  'config',
  ['', 'app', '1000', 'app:app', '1000:1000', '4294967295:0', '0', '12ab', 'a-1', '007'].map((User) =>
    run({ User }),
  ),
  ['a:b:c', ':', 'a:', ':b', '4294967296', '0:99999999999', '-1', 'a:-1', '9'.repeat(400)].map((User) =>
    run({ User }),
  ),
)
rule(
  'config.exposed-ports.is-set',
  'config',
  [run({ ExposedPorts: null }), run({ ExposedPorts: { '80/tcp': {} } })],
  [
    run({ ExposedPorts: ['80'] }),
    run({ ExposedPorts: { '80': null } }),
    run({ ExposedPorts: { '80': { a: 1 } } }),
  ],
)
rule(
  'config.exposed-ports.form',
  'config',
  ['53/udp', '80', '65535/tcp', '0', '080'].map((port) => run({ ExposedPorts: { [port]: {} } })),
  ['http', '8000-8010/tcp', '65536', '70000/tcp', '99999/udp', '123456', '-1', '80/sctp', ''].map((port) =>
    run({ ExposedPorts: { [port]: {} } }),
  ),
)
rule(
  'config.env.is-string-array',
  'config',
  [run({ Env: null })],
  [run({ Env: { A: 'b' } }), run({ Env: [1] })],
)
rule(
  'config.env.form',
  'config',
  [run({ Env: ['A=', 'B=c=d'] })],
  [run({ Env: ['A'] }), run({ Env: ['=b'] })],
)
rule(
  'config.entrypoint.is-string-array',
  'config',
  [run({ Entrypoint: null })],
  [run({ Entrypoint: '/bin/sh -c x' }), run({ Entrypoint: [1] })],
)
rule('config.cmd.is-string-array', 'config', [run({ Cmd: null })], [run({ Cmd: 'x' }), run({ Cmd: [null] })])
rule(
  'config.volumes.is-set',
  'config',
  [run({ Volumes: { '/data': {} } }), run({ Volumes: null })],
  [run({ Volumes: ['/data'] }), run({ Volumes: { '/data': 'x' } })],
)
rule('config.working-dir.is-string', 'config', [run({ WorkingDir: null })], [run({ WorkingDir: 1 })])
rule('config.stop-signal.is-string', 'config', [run({ StopSignal: null })], [run({ StopSignal: 9 })])
rule(
  'config.stop-signal.form',
  'config',
  ['SIGTERM', 'SIGRTMIN+3', '9'].map((StopSignal) => run({ StopSignal })),
  ['TERM', '', 'sigterm'].map((StopSignal) => run({ StopSignal })),
)
rule(
  'config.args-escaped.is-boolean',
  'config',
  [run({ ArgsEscaped: false }), run({ ArgsEscaped: null })],
  [run({ ArgsEscaped: 'true' })],
)
rule('config.args-escaped.unused', 'config', [run({})], [run({ ArgsEscaped: true })])
for (const [field, id] of [
  ['Memory', 'memory'],
  ['MemorySwap', 'memory-swap'],
  ['CpuShares', 'cpu-shares'],
] as const)
  rule(
    `config.${id}.is-integer`,
    'config',
    [run({ [field]: -1 }), run({ [field]: null })],
    [run({ [field]: '1' }), run({ [field]: 0.5 })],
  )
rule(
  'config.healthcheck.is-object',
  'config',
  [run({ Healthcheck: {} }), run({ Healthcheck: null })],
  [run({ Healthcheck: [] })],
)
rule('config.rootfs.exists', 'config', [c()], [c({ rootfs: undefined }), c({ rootfs: null })])
rule('config.rootfs.is-object', 'config', [c()], [c({ rootfs: [] }), c({ rootfs: 'layers' })])
rule(
  'config.rootfs.type.exists',
  'config',
  [c()],
  [c({ rootfs: { diff_ids: [] } }), c({ rootfs: { type: null, diff_ids: [] } })],
)
rule(
  'config.rootfs.type.is-layers',
  'config',
  [c()],
  [c({ rootfs: { type: 'tree', diff_ids: [] } }), c({ rootfs: { type: 1, diff_ids: [] } })],
)
rule(
  'config.rootfs.diff-ids.exists',
  'config',
  [c()],
  [c({ rootfs: { type: 'layers' } }), c({ rootfs: { type: 'layers', diff_ids: null } })],
)
rule(
  'config.rootfs.diff-ids.is-string-array',
  'config',
  [c()],
  [c({ rootfs: { type: 'layers', diff_ids: 'x' } }), c({ rootfs: { type: 'layers', diff_ids: [1] } })],
)
rule(
  'config.rootfs.diff-ids.digests',
  'config',
  [c({ rootfs: { type: 'layers', diff_ids: [`sha512:${hex}${hex}`, 'a:b'] } })],
  [
    c({ rootfs: { type: 'layers', diff_ids: [hex] } }),
    c({ rootfs: { type: 'layers', diff_ids: ['sha256:abc'] } }),
  ],
)
rule(
  'config.history.is-object-array',
  'config',
  [c({ history: null }), c({ history: [{}] })],
  [c({ history: {} }), c({ history: [null] })],
)
rule('config.history.created.rfc3339', 'config', [history({ created: null })], [history({ created: 'x' })])
rule('config.history.author.is-string', 'config', [history({ author: null })], [history({ author: 1 })])
rule(
  'config.history.created-by.is-string',
  'config',
  [history({ created_by: null })],
  [history({ created_by: ['x'] })],
)
rule('config.history.comment.is-string', 'config', [history({ comment: null })], [history({ comment: 1 })])
rule(
  'config.history.empty-layer.is-boolean',
  'config',
  [history({ empty_layer: null })],
  [history({ empty_layer: 'true' })],
)
rule(
  'conversion.working-dir.absolute',
  'config',
  [
    run({ WorkingDir: '/app' }),
    run({ WorkingDir: '' }),
    c({ os: 'windows', config: { WorkingDir: 'C:\\app' } }),
  ],
  [run({ WorkingDir: 'app' }), c({ os: 'windows', config: { WorkingDir: 'app' } })],
)
rule(
  'conversion.volumes.absolute',
  'config',
  [run({ Volumes: { '/data': {} } })],
  [run({ Volumes: { data: {} } })],
)

export { rows }
