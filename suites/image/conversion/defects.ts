import type { Defect } from '../layouts/case.ts'
import { types, type Doc } from '../layouts/build/layout.ts'
import { parameter } from '../config/defects/makers.ts'

/** Defects that show when a configuration is turned into that of a runtime. */
export const defects: readonly Defect[] = [
  {
    id: 'user-unknown',
    violates: 'conversion.user.resolves',
    title: 'a user that does not exist in the filesystem',
    make: (layout) =>
      void layout.image({
        layers: [{ files: [{ name: './etc/passwd', content: 'root:x:0:0\n' }] }],
        config: (document) => void Object.assign(document['config'] as Doc, { User: 'web' }),
      }),
  },
  {
    id: 'group-unknown',
    violates: 'conversion.user.resolves',
    title: 'a group that does not exist in the filesystem',
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
