import type { LayerParts } from '../../layouts/build/layout.ts'
import type { TarFile } from '../../layouts/build/tar.ts'
import type { Defect } from '../../layouts/case.ts'
import type { FilePolicy } from '../policies.ts'
import { acrossPlatforms, orphanedLayer } from './images.ts'

const path = 'usr/local/bin/router'
const router: TarFile = { name: path, content: 'router', mode: 0o755 }
const folder: TarFile = { name: 'usr/local/bin/', type: '5' }

/** An image whose layers have these files, of which something is required. */
const layers = (
  id: string,
  title: string,
  policy: Partial<FilePolicy>,
  parts: readonly (readonly TarFile[])[],
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates: 'policy.files',
  title,
  policies: { files: [{ path, ...policy }] },
  make: (layout) => void layout.image({ layers: parts.map((files): LayerParts => ({ files })) }),
  ...more,
})

/** Layouts whose merged file system is not as required. */
export const files: readonly Defect[] = [
  layers('file-missing', 'an image without a required file', {}, [[{ name: 'etc/router' }]]),
  layers('file-whited-out', 'a required file that a later layer removes', {}, [
    [router],
    [{ name: 'usr/local/bin/.wh.router' }],
  ]),
  layers('file-below-whiteout', 'a required file in a folder that a later layer removes', {}, [
    [router],
    [{ name: 'usr/.wh.local' }],
  ]),
  layers(
    'file-below-opaque-whiteout',
    'a required file in a folder that a later layer makes opaque',
    {},
    [
      [folder, router],
      [folder, { name: 'usr/local/bin/.wh..wh..opq' }, { name: 'usr/local/bin/other' }],
    ],
    {
      also: ['layer.whiteouts.explicit'],
      because: 'writers should prefer explicit whiteouts',
    },
  ),
  layers(
    'file-below-replaced-folder',
    'a required file in a folder that a later layer replaces by a file',
    {},
    [[router], [{ name: 'usr/local/bin' }]],
  ),
  layers('file-behind-link', 'a required file that a layer adds behind a link to another folder', {}, [
    [{ name: 'usr/local/bin', type: '2', link: '/opt/bin' }],
    [{ name: 'opt/bin/other' }],
  ]),
  {
    ...layers('file-missing-in-platform', 'an index in which one platform lacks a required file', {}, []),
    make: (layout) =>
      acrossPlatforms(layout, {
        amd64: [{ files: [router] }],
        arm64: [{ files: [{ name: 'usr/local/bin/other' }] }],
      }),
  },
  {
    ...layers(
      'file-in-orphaned-layer',
      'a required file that only a layer has which nothing refers to',
      {},
      [],
    ),
    make(layout) {
      layout.image()
      orphanedLayer(layout, { files: [router] })
    },
  },
  layers('file-of-other-mode', 'a file with another mode', { mode: 0o555 }, [[router]]),
  layers('file-of-other-mode-later', 'a file whose mode a later layer changes', { mode: 0o755 }, [
    [router],
    [{ ...router, mode: 0o700 }],
  ]),
  layers('file-of-other-owner', 'a file of another owner', { uid: 0, gid: 0 }, [[{ ...router, uid: 1000 }]]),
  layers('file-of-owner-in-pax', 'a file whose owner is another one in an extended header', { uid: 0 }, [
    [{ ...router, pax: { uid: '3000000' } }],
  ]),
  layers('file-of-other-content', 'a file with other content', { digest: `sha256:${'0'.repeat(64)}` }, [
    [router],
  ]),
  layers('file-of-other-type', 'a symbolic link instead of a file', { type: 'file' }, [
    [{ name: path, type: '2', link: 'other' }],
  ]),
  layers('file-not-absent', 'a file that must not be there', { path: 'root/.ssh/**', absent: true }, [
    [{ name: 'root/.ssh/id_ed25519', content: 'key' }],
  ]),
  layers('file-of-glob-missing', 'no file that matches a glob', { path: 'usr/local/bin/r?u*' }, [
    [{ name: 'usr/local/bin/other' }],
  ]),
]
