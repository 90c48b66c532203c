import type { ValidLayout } from '../case.ts'
import { someFile, type Change, type Doc } from '../build/layout.ts'

const config = (id: string, title: string, change: Change, more: Partial<ValidLayout> = {}): ValidLayout => ({
  id,
  title,
  make: (layout) => void layout.image({ config: change }),
  ...more,
})
const parameters = (id: string, title: string, changes: Doc, more: Partial<ValidLayout> = {}): ValidLayout =>
  config(id, title, (document) => void Object.assign(document['config'] as Doc, changes), more)

const accounts = [
  { name: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\nweb:x:33:33::/srv:/bin/false\n' },
  { name: 'etc/group', content: 'root:x:0:\nstaff:x:50:\n' },
]

/** Configurations, from the smallest to the fullest. */
export const configs: readonly ValidLayout[] = [
  config('smallest-config', 'a configuration of required properties only', (document) => {
    const { architecture, os, rootfs } = document
    return { architecture, os, rootfs }
  }),
  config('nulls', 'null for every optional property', (document) => ({
    ...document,
    ...Object.fromEntries(
      ['created', 'author', 'variant', 'os.version', 'os.features', 'history'].map((each) => [each, null]),
    ),
    config: Object.fromEntries(
      [
        'User',
        'ExposedPorts',
        'Env',
        'Entrypoint',
        'Cmd',
        'Volumes',
        'WorkingDir',
        'Labels',
        'StopSignal',
        'ArgsEscaped',
        'Memory',
        'MemorySwap',
        'CpuShares',
        'Healthcheck',
      ].map((each) => [each, null]),
    ),
  })),
  config(
    'null-parameters',
    'null for all execution parameters',
    (document) => void (document['config'] = null),
  ),
  parameters('all-parameters', 'all execution parameters', {
    User: '1000:50',
    ExposedPorts: { '80': {}, '443/tcp': {}, '53/udp': {} },
    Env: ['A=', 'B=1=2', 'C= x'],
    Entrypoint: ['/bin/sh', '-c'],
    Cmd: [],
    Volumes: { '/data': {} },
    WorkingDir: '/srv',
    Labels: { 'com.example.label': '' },
    StopSignal: 'SIGRTMIN+3',
    ArgsEscaped: false,
    Memory: 0,
    MemorySwap: -1,
    CpuShares: 2,
    Healthcheck: { Test: ['CMD', 'true'], Interval: 30_000_000_000 },
    OnBuild: ['RUN true'],
  }),
  parameters('stop-signal-number', 'a stop signal by its number', { StopSignal: '15' }),
  parameters(
    'no-program',
    'neither an entrypoint nor a command',
    { Entrypoint: null, Cmd: [] },
    { note: 'specifies no program' },
  ),
  parameters('numeric-user', 'a numeric user without an account', { User: '65532:65532' }),
  parameters('empty-user', 'an empty user and an empty working directory', { User: '', WorkingDir: '' }),
  {
    id: 'named-user',
    title: 'a user and a group that the filesystem knows',
    make: (layout) =>
      void layout.image({
        layers: [{ files: accounts }, {}],
        config: (document) => void Object.assign(document['config'] as Doc, { User: 'web:staff' }),
      }),
  },
  {
    id: 'named-user-in-upper-layer',
    title: 'a user of a passwd that an upper layer replaces',
    make: (layout) =>
      void layout.image({
        layers: [{ files: [{ name: 'etc/passwd', content: 'root:x:0:0\n' }] }, { files: accounts }],
        config: (document) => void Object.assign(document['config'] as Doc, { User: 'web' }),
      }),
  },
  {
    id: 'named-user-unknowable',
    title: 'a named user whose passwd is a link',
    make: (layout) =>
      void layout.image({
        layers: [{ files: [{ name: 'etc/passwd', type: '2', link: '../nix/passwd' }, someFile()] }],
        config: (document) => void Object.assign(document['config'] as Doc, { User: 'web' }),
      }),
  },
  config('windows', 'a configuration for Windows', (document) => {
    document['os'] = 'windows'
    document['os.version'] = '10.0.20348.1'
    document['os.features'] = ['win32k']
    Object.assign(document['config'] as Doc, {
      User: 'ContainerUser',
      WorkingDir: 'C:\\app',
      Volumes: { 'C:/data': {}, '\\x': {} },
    })
  }),
  config('history-with-empty-layers', 'a history with entries that made no layer', (document) => {
    document['history'] = [
      {
        created: '2024-01-01T00:00:00Z',
        created_by: 'ENV A=b',
        empty_layer: true,
        author: 'x',
        comment: 'y',
      },
      { created: '2024-01-01T00:00:00.000000001-07:00', created_by: 'COPY', empty_layer: false },
      { created_by: null, empty_layer: true },
    ]
  }),
  config('empty-history', 'an empty history', (document) => void (document['history'] = [])),
  config('plan9', 'an operating system and architecture that Go knows', (document) => {
    Object.assign(document, { os: 'freebsd', architecture: 'riscv64' })
  }),
]
