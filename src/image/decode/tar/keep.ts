import type { TarEntry } from './entry.ts'
import { cleanName, opaqueWhiteout, splitPath, whiteoutPrefix } from './names.ts'

/** What a layer does to a file: its bytes, `removed` by a whiteout, `unknown` where it is reached through a link. */
export type Kept = Uint8Array | 'removed' | 'unknown'

/** The most that is kept of one file. */
const keptLimit = 1024 * 1024

/** True where an entry is at a path, or at a folder above it. */
const covers = (path: string, file: string): boolean => file === path || file.startsWith(`${path}/`)

/** Keeps a few small files of a layer on the way, by their cleaned paths. */
export class FileKeeper {
  readonly #files: readonly string[]
  readonly #kept = new Map<string, Kept>()
  #open: { path: string; parts: Buffer[]; size: number } | undefined

  constructor(files: readonly string[]) {
    this.#files = files
  }

  entry({ name, type }: TarEntry): void {
    this.#close()
    const path = cleanName(name)
    const { folder, base } = splitPath(path)
    if (base.startsWith(whiteoutPrefix)) return this.#remove(folder, base)
    if (type === '5') return
    const isFile = type === '0' || type === '\0' || type === '7'
    for (const file of this.#files) {
      if (path === file && isFile) this.#open = { path, parts: [], size: 0 }
      else if (covers(path, file)) this.#kept.set(file, 'unknown')
    }
  }

  content(bytes: Uint8Array): void {
    if (!this.#open) return
    this.#open.size += bytes.length
    // A copy, since the bytes are valid during the call only.
    if (this.#open.size <= keptLimit) this.#open.parts.push(Buffer.from(bytes))
  }

  /** Only of files that the layer has something to do with. */
  kept(): Record<string, Kept> {
    this.#close()
    return Object.fromEntries(this.#kept)
  }

  #remove(folder: string, base: string): void {
    const name = base.slice(whiteoutPrefix.length)
    const hidden = base === opaqueWhiteout ? folder : folder === '' ? name : `${folder}/${name}`
    for (const file of this.#files) {
      if (covers(hidden, file) && !this.#kept.has(file)) this.#kept.set(file, 'removed')
    }
  }

  #close(): void {
    if (!this.#open) return
    const { path, parts, size } = this.#open
    this.#kept.set(path, size > keptLimit ? 'unknown' : Buffer.concat(parts))
    this.#open = undefined
  }
}
