import { basename, dirname, join } from 'node:path/posix'
import type { Defect } from '../../layouts/case.ts'

/** A layout without blobs, and blobs under wrong names or of other bytes. */
export const blobs: readonly Defect[] = [
  {
    id: 'no-blobs',
    violates: 'layout.blobs.exists',
    title: 'no blobs directory',
    make() {},
  },
  ...[false, true].map((closed): Defect => ({
    id: `no-blobs-of-many-${closed ? 'closed' : 'open'}`,
    violates: 'layout.blobs.exists',
    title: 'no blobs directory, and an index.json with 22 images',
    ...(closed ? { closed } : {}),
    make(layout) {
      for (let at = 0; at < 22; at += 1) layout.image({ name: `v${at}` })
      layout.files.clear()
    },
  })),
  {
    id: 'blob-of-other-bytes',
    violates: 'layout.blob.matches-name',
    title: 'a layer whose bytes are not those of its name',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.image({ layers: [{ descriptor: () => descriptor }] })
      const path = `blobs/${String(descriptor['digest']).replace(':', '/')}`
      layout.files.set(path, Buffer.from('other bytes'))
    },
  },
  {
    id: 'manifest-of-other-bytes',
    violates: 'layout.blob.matches-name',
    title: 'a manifest that was changed under its name',
    make(layout) {
      const { digest } = layout.image()
      const path = `blobs/${String(digest).replace(':', '/')}`
      layout.files.set(path, Buffer.concat([layout.files.get(path) ?? new Uint8Array(), Buffer.from('\n')]))
    },
  },
  {
    id: 'orphan-of-other-bytes',
    violates: 'layout.blob.matches-name',
    title: 'a blob of other bytes that nothing references',
    make(layout) {
      layout.image()
      layout.files.set(`blobs/sha256/${'0'.repeat(64)}`, Buffer.from('anything'))
    },
  },
  {
    id: 'blob-cut-short',
    violates: 'layout.blob.matches-name',
    title: 'a layer that is cut short',
    make(layout) {
      layout.image()
      const [path = ''] = [...layout.files.keys()]
      layout.files.set(path, (layout.files.get(path) ?? new Uint8Array()).subarray(0, 50))
    },
  },
  {
    id: 'stray-file-among-blobs',
    violates: 'layout.blob.name-grammar',
    title: 'a file among the blobs that has no name of a blob',
    make(layout) {
      layout.image()
      layout.files.set('blobs/sha256/.DS_Store', Buffer.from('x'))
    },
  },
  {
    id: 'apple-double-among-blobs',
    violates: 'layout.blob.name-grammar',
    title: 'files of macOS beside each blob',
    make(layout) {
      layout.image()
      const paths = [...layout.files.keys()]
      for (const path of paths) {
        layout.files.set(join(dirname(path), `._${basename(path)}`), Buffer.from('Mac OS X'))
      }
      layout.files.set('blobs/sha256/.DS_Store', Buffer.from('x'))
    },
  },
  {
    id: 'apple-double-in-blobs',
    violates: 'layout.blob.in-algorithm-folder',
    title: 'the file of macOS beside the folder of an algorithm',
    make(layout) {
      layout.image()
      layout.files.set('blobs/._sha256', Buffer.from('Mac OS X'))
    },
  },
  {
    id: 'blob-name-in-upper-case',
    violates: 'layout.blob.name-grammar',
    title: 'a name of a blob in uppercase',
    make(layout) {
      layout.image()
      layout.files.set(`blobs/sha256/${'A'.repeat(64)}`, Buffer.from('x'))
    },
  },
  {
    id: 'folder-among-blobs',
    violates: 'layout.blob.name-grammar',
    title: 'a folder among the blobs',
    make(layout) {
      layout.image()
      layout.files.set('blobs/sha256/more/x', Buffer.from('x'))
    },
  },
  {
    id: 'algorithm-folder-grammar',
    violates: 'layout.blob.name-grammar',
    title: 'a folder of blobs that is named after no algorithm',
    make(layout) {
      layout.image()
      layout.files.set('blobs/SHA256/abc', Buffer.from('x'))
    },
  },
  {
    id: 'file-in-blobs',
    violates: 'layout.blob.in-algorithm-folder',
    title: 'a file directly in blobs',
    make(layout) {
      layout.image()
      layout.files.set('blobs/README', Buffer.from('x'))
    },
  },
]
