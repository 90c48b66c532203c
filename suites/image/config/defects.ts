import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { types, type Change, type Doc } from '../layouts/build/layout.ts'

const inConfig = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id: `config-${id}`,
  violates,
  title,
  make: (layout) => void layout.image({ config: change }),
  ...more,
})
const set = (id: string, violates: RequirementId, title: string, changes: Doc): Defect =>
  inConfig(id, violates, title, (document) => void Object.assign(document, changes))
const without = (id: string, violates: RequirementId, title: string, name: string): Defect =>
  inConfig(id, violates, title, (document) => void delete document[name])
const parameter = (id: string, violates: RequirementId, title: string, changes: Doc): Defect =>
  inConfig(id, violates, title, (document) => void Object.assign(document['config'] as Doc, changes))
const rootfs = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => inConfig(id, violates, title, (document) => void change(document['rootfs'] as Doc), more)
const history = (id: string, violates: RequirementId, title: string, changes: Doc): Defect =>
  inConfig(
    id,
    violates,
    title,
    (document) => void Object.assign((document['history'] as Doc[])[0] ?? {}, changes),
  )

/** Faults of configurations. */
export const config: readonly Defect[] = [
  inConfig('is-string', 'config.is-object', 'a string as a configuration', () => '"config"'),
  set('created-not-rfc3339', 'config.created.rfc3339', 'a date without a time', { created: '2024-01-01' }),
  set('created-impossible', 'config.created.rfc3339', 'a day that February does not have', {
    created: '2023-02-29T00:00:00Z',
  }),
  set('author-object', 'config.author.is-string', 'an author that is an object', { author: {} }),
  without('without-architecture', 'config.architecture.exists', 'no architecture', 'architecture'),
  set('architecture-null', 'config.architecture.exists', 'an architecture that is null', {
    architecture: null,
  }),
  set('architecture-number', 'config.architecture.is-string', 'an architecture that is a number', {
    architecture: 64,
  }),
  set('architecture-aarch64', 'config.architecture.goarch', 'the architecture aarch64', {
    architecture: 'aarch64',
  }),
  without('without-os', 'config.os.exists', 'no os', 'os'),
  set('os-array', 'config.os.is-string', 'an os that is an array', { os: ['linux'] }),
  set('os-upper-case', 'config.os.goos', 'the operating system Linux in upper case', { os: 'Linux' }),
  set('os-version-number', 'config.os-version.is-string', 'an os.version that is a number', {
    'os.version': 10,
  }),
  set('os-features-string', 'config.os-features.is-string-array', 'os.features that are a string', {
    'os.features': 'a',
  }),
  set('windows-features', 'config.os-features.windows', 'an unknown feature of windows', {
    os: 'windows',
    'os.features': ['x'],
  }),
  set('variant-number', 'config.variant.is-string', 'a variant that is a number', { variant: 1 }),
  set('variant-unknown', 'config.variant.listed', 'a variant of amd64 that does not exist', {
    variant: 'v9',
  }),
  set('config-array', 'config.config.is-object', 'execution parameters that are an array', { config: [] }),
  parameter('user-number', 'config.user.is-string', 'a user that is a number', { User: 1000 }),
  parameter('user-beyond-32-bits', 'config.user.form', 'a user number of more than 32 bits', {
    User: '99999999999',
  }),
  parameter('group-beyond-32-bits', 'config.user.form', 'a group number of more than 32 bits', {
    User: '0:4294967296',
  }),
  parameter('user-negative', 'config.user.form', 'a negative user number', { User: '-1' }),
  parameter('port-beyond-16-bits', 'config.exposed-ports.form', 'a port beyond 65535', {
    ExposedPorts: { '70000/tcp': {} },
  }),
  parameter('port-just-beyond-16-bits', 'config.exposed-ports.form', 'the first port beyond the last', {
    ExposedPorts: { '65536': {} },
  }),
  parameter('user-form', 'config.user.form', 'a user with two colons', { User: '1:2:3' }),
  parameter('ports-array', 'config.exposed-ports.is-set', 'ports that are an array', {
    ExposedPorts: ['80/tcp'],
  }),
  parameter('ports-not-empty', 'config.exposed-ports.is-set', 'a port with a value', {
    ExposedPorts: { '80/tcp': { a: 1 } },
  }),
  parameter('ports-range', 'config.exposed-ports.form', 'a range of ports', {
    ExposedPorts: { '80-90/tcp': {} },
  }),
  parameter('env-object', 'config.env.is-string-array', 'variables that are an object', { Env: { A: 'b' } }),
  parameter('env-without-equals', 'config.env.form', 'a variable without =', { Env: ['PATH'] }),
  parameter('env-without-name', 'config.env.form', 'a variable without a name', { Env: ['=x'] }),
  parameter('entrypoint-string', 'config.entrypoint.is-string-array', 'an entrypoint that is a string', {
    Entrypoint: '/bin/sh',
  }),
  parameter('cmd-string', 'config.cmd.is-string-array', 'a command that is a string', { Cmd: 'ls -l' }),
  parameter('cmd-of-numbers', 'config.cmd.is-string-array', 'a command with a number', { Cmd: ['sleep', 1] }),
  parameter('volumes-array', 'config.volumes.is-set', 'volumes that are an array', { Volumes: ['/data'] }),
  parameter(
    'working-dir-null-byte',
    'config.working-dir.is-string',
    'a working directory that is a boolean',
    { WorkingDir: true },
  ),
  parameter('stop-signal-number', 'config.stop-signal.is-string', 'a stop signal that is a number', {
    StopSignal: 15,
  }),
  parameter('stop-signal-form', 'config.stop-signal.form', 'a stop signal without SIG', {
    StopSignal: 'TERM',
  }),
  parameter('args-escaped-string', 'config.args-escaped.is-boolean', 'ArgsEscaped that is a string', {
    ArgsEscaped: 'yes',
  }),
  parameter('args-escaped', 'config.args-escaped.unused', 'ArgsEscaped', { ArgsEscaped: true }),
  parameter('memory', 'config.memory.is-integer', 'a memory that is a string', { Memory: '1g' }),
  parameter('memory-swap', 'config.memory-swap.is-integer', 'a fraction as MemorySwap', { MemorySwap: 0.5 }),
  parameter('cpu-shares', 'config.cpu-shares.is-integer', 'a boolean as CpuShares', { CpuShares: true }),
  parameter('healthcheck', 'config.healthcheck.is-object', 'a health check that is an array', {
    Healthcheck: ['CMD'],
  }),
  without('without-rootfs', 'config.rootfs.exists', 'no rootfs', 'rootfs'),
  set('rootfs-string', 'config.rootfs.is-object', 'a rootfs that is a string', { rootfs: 'layers' }),
  rootfs(
    'rootfs-without-type',
    'config.rootfs.type.exists',
    'a rootfs without a type',
    (each) => void delete each['type'],
  ),
  rootfs('rootfs-of-another-type', 'config.rootfs.type.is-layers', 'a rootfs of another type', (each) => {
    each['type'] = 'layers+base'
  }),
  rootfs(
    'without-diff-ids',
    'config.rootfs.diff-ids.exists',
    'no DiffIDs',
    (each) => void delete each['diff_ids'],
  ),
  rootfs(
    'diff-ids-object',
    'config.rootfs.diff-ids.is-string-array',
    'DiffIDs that are an object',
    (each) => {
      each['diff_ids'] = {}
    },
  ),
  rootfs(
    'diff-id-without-algorithm',
    'config.rootfs.diff-ids.digests',
    'a DiffID without its algorithm',
    (each) => {
      each['diff_ids'] = (each['diff_ids'] as string[]).map((id) => id.slice(7))
    },
  ),
  inConfig(
    'diff-ids-too-few',
    'config.rootfs.diff-ids.count',
    'no DiffID for one of the layers',
    (document) => {
      const ids = (document['rootfs'] as Doc)['diff_ids'] as string[]
      ;(document['rootfs'] as Doc)['diff_ids'] = ids.slice(1)
      document['history'] = []
    },
  ),
  rootfs('diff-id-of-other-bytes', 'config.rootfs.diff-ids.match', 'a DiffID of something else', (each) => {
    each['diff_ids'] = [`sha256:${'0'.repeat(64)}`]
  }),
  {
    id: 'diff-id-of-compressed-layer',
    violates: 'config.rootfs.diff-ids.match',
    title: 'the digest of the compressed layer as its DiffID',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.image({
        layers: [{ descriptor: () => descriptor }],
        config: (document) => void ((document['rootfs'] as Doc)['diff_ids'] = [descriptor['digest']]),
      })
    },
  },
  set('history-object', 'config.history.is-object-array', 'a history that is an object', { history: {} }),
  set('history-of-strings', 'config.history.is-object-array', 'a history of strings', {
    history: ['RUN true'],
  }),
  history('history-created', 'config.history.created.rfc3339', 'a date of another form in the history', {
    created: 'yesterday',
  }),
  history('history-author', 'config.history.author.is-string', 'an author in the history that is a number', {
    author: 1,
  }),
  history('history-created-by', 'config.history.created-by.is-string', 'created_by that is an array', {
    created_by: ['RUN'],
  }),
  history('history-comment', 'config.history.comment.is-string', 'a comment that is an object', {
    comment: {},
  }),
  history('history-empty-layer', 'config.history.empty-layer.is-boolean', 'empty_layer that is a string', {
    empty_layer: 'false',
  }),
  inConfig(
    'history-too-long',
    'config.history.count',
    'a history of more layers than there are',
    (document) => {
      document['history'] = [...(document['history'] as Doc[]), { created_by: 'ENV A=b' }]
    },
  ),
]

/** Faults that show when a configuration is turned into that of a runtime. */
export const conversion: readonly Defect[] = [
  {
    id: 'user-unknown',
    violates: 'conversion.user.resolves',
    title: 'a user whom the filesystem does not know',
    make: (layout) =>
      void layout.image({
        layers: [{ files: [{ name: './etc/passwd', content: 'root:x:0:0\n' }] }],
        config: (document) => void Object.assign(document['config'] as Doc, { User: 'web' }),
      }),
  },
  {
    id: 'group-unknown',
    violates: 'conversion.user.resolves',
    title: 'a group whom the filesystem does not know',
    make: (layout) =>
      void layout.image({
        config: (document) => void Object.assign(document['config'] as Doc, { User: '0:staff' }),
      }),
  },
  {
    id: 'user-removed',
    violates: 'conversion.user.resolves',
    title: 'a user of a passwd that an upper layer removes',
    make: (layout) =>
      void layout.image({
        layers: [
          { files: [{ name: 'etc/passwd', content: 'web:x:0:0\n' }], mediaType: types.zstd },
          { files: [{ name: 'etc/.wh.passwd' }] },
        ],
        config: (document) => void Object.assign(document['config'] as Doc, { User: 'web' }),
      }),
  },
  parameter('program-without-name', 'conversion.args.startable', 'an entrypoint whose program is empty', {
    Entrypoint: [''],
  }),
  parameter('argument-with-nul', 'conversion.args.startable', 'an argument with a NUL', {
    Cmd: ['tool', 'a\0b'],
  }),
  parameter('environment-with-nul', 'conversion.args.startable', 'a variable with a NUL', { Env: ['A=\0'] }),
  parameter('working-dir-relative', 'conversion.working-dir.absolute', 'a relative working directory', {
    WorkingDir: 'srv',
  }),
  parameter('volume-relative', 'conversion.volumes.absolute', 'a relative volume', { Volumes: { data: {} } }),
]
