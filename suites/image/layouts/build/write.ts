import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { dockerEntries, type Archiver } from './docker.ts'
import { filesOf, type Layout } from './layout.ts'
import { tarOf, type TarFile } from './tar.ts'
import { zstdOf } from './zstd.ts'

/** How a layout is handed over in files. */
export type Form = 'directory' | 'archive' | 'archive.gz' | 'archive.zst' | Archiver | `${Archiver}.gz`

/** Entries of an archive, in order; a case may add to them. */
export function entriesOf(layout: Layout): TarFile[] {
  const files = [...filesOf(layout)].map(([name, content]): TarFile => ({ name, content }))
  const links = [...layout.links].map(([name, link]): TarFile => ({ name, link, type: '2' }))
  const folders = [...layout.folders].map((name): TarFile => ({ name: `${name}/`, type: '5' }))
  const pipes = [...layout.pipes].map((name): TarFile => ({ name, type: '6' }))
  return [...folders, ...files, ...links, ...pipes]
}

/** Writes a layout below a folder and answers the path to assay. */
export function write(
  layout: Layout,
  folder: string,
  form: Form = 'directory',
  change: (entries: TarFile[]) => TarFile[] = (entries) => entries,
): string {
  if (form !== 'directory') {
    const [, container = '', ending] = /^(.+?)(?:\.(gz|zst))?$/.exec(form) ?? []
    const entries = container === 'archive' ? entriesOf(layout) : dockerEntries(layout, container as Archiver)
    const tar = tarOf(change(entries))
    const path = join(folder, 'layout.tar')
    writeFileSync(path, ending === undefined ? tar : ending === 'gz' ? gzipSync(tar) : zstdOf(tar))
    return path
  }
  for (const name of layout.folders) mkdirSync(join(folder, name), { recursive: true })
  for (const [name, content] of filesOf(layout)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  for (const [name, link] of layout.links) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    symlinkSync(link, join(folder, name))
  }
  for (const name of layout.pipes) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    execFileSync('mkfifo', [join(folder, name)])
  }
  for (const [name, size] of layout.holes) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), '')
    truncateSync(join(folder, name), size)
  }
  return folder
}
