import { cleanName } from './facts.ts'
import type { TarEntry } from './parser.ts'

/** What a layer does to a file: its bytes, `removed` by a whiteout, `unknown` where it is reached through a link. */
export type Kept = Uint8Array | 'removed' | 'unknown'

/** The most that is kept of one file. */
const keptLimit = 1024 * 1024

/** Keeps a few small files of a layer on the way, by their cleaned paths. */
export interface FileKeeper {
  entry(entry: TarEntry): void
  content(bytes: Uint8Array): void
  /** Only of files that the layer says something of. */
  kept(): Record<string, Kept>
}

/** True where an entry stands at a path, or at a folder above it. */
const covers = (path: string, file: string): boolean => file === path || file.startsWith(`${path}/`)

export function fileKeeper(files: readonly string[]): FileKeeper {
  const kept = new Map<string, Kept>()
  let open: { path: string; parts: Buffer[]; size: number } | undefined

  const close = () => {
    if (open) kept.set(open.path, open.size > keptLimit ? 'unknown' : Buffer.concat(open.parts))
    open = undefined
  }

  return {
    entry({ name, type }) {
      close()
      const path = cleanName(name)
      const slash = path.lastIndexOf('/')
      const folder = path.slice(0, Math.max(slash, 0))
      const base = path.slice(slash + 1)
      if (base.startsWith('.wh.')) {
        const hidden =
          base === '.wh..wh..opq' ? folder : `${folder === '' ? '' : `${folder}/`}${base.slice(4)}`
        for (const file of files) if (covers(hidden, file) && !kept.has(file)) kept.set(file, 'removed')
        return
      }
      if (type === '5') return
      const isFile = type === '0' || type === '\0' || type === '7'
      for (const file of files) {
        if (path === file && isFile) open = { path, parts: [], size: 0 }
        else if (covers(path, file)) kept.set(file, 'unknown')
      }
    },
    content(bytes) {
      if (!open) return
      open.size += bytes.length
      // A copy, since the bytes are valid during the call only.
      if (open.size <= keptLimit) open.parts.push(Buffer.from(bytes))
    },
    kept() {
      close()
      return Object.fromEntries(kept)
    },
  }
}
