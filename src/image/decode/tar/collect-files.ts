import { createHash, type Hash } from 'node:crypto'
import { starMatcher } from '../../../engine/star.ts'
import { limitOf, type ImageLimits } from '../../limits.ts'
import type { TarEntry } from './entry.ts'
import {
  type FileQuery,
  type FileType,
  type ImpliedFolder,
  type LayerFile,
  type LayerFiles,
  type Whiteout,
} from './layer-files.ts'
import { cleanName, isClimbing, opaqueWhiteout, splitPath, whiteoutPrefix } from './names.ts'
import { OtherPaths } from './other-paths.ts'

const types: Readonly<Record<string, FileType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
}

/** A matcher for names, of which most are without `*`. */
function namesMatcher(patterns: readonly string[]): (name: string) => boolean {
  const plain = new Set(patterns.filter((pattern) => !pattern.includes('*')))
  const stars = patterns.filter((pattern) => pattern.includes('*')).map(starMatcher)
  return (name) => plain.has(name) || stars.some((matches) => matches(name))
}

/** What is counted for a file beside its characters, and for each folder on the way to it. */
const overhead = 128
const folderOverhead = 64

/** Linux opens no longer path. */
const longestPath = 4096

/** Collects on the way what a layer does to the files of a query, up to a number of characters together. */
export class FileCollector {
  readonly #digests: boolean
  readonly #limit: number
  readonly #isWanted: (name: string) => boolean
  readonly #isFolder: (name: string) => boolean
  /** In the order of the layer; folders that turn out to have nothing are left out in the end. */
  readonly #entries: (LayerFile | ImpliedFolder)[] = []
  readonly #implied = new Set<string>()
  #lastFolder = ''
  /** Only where files with the set-user-ID bit are wanted. */
  readonly #others: OtherPaths | undefined
  readonly #whiteouts: Whiteout[] = []
  /** Regular files by path, to which hard links can lead. */
  readonly #contents = new Map<string, LayerFile>()
  #open: { file: LayerFile; hash: Hash } | undefined
  #latest: LayerFiles['latest']
  #characters = 0
  #complete = true

  constructor({ names, folders, digests, setId }: FileQuery, limits?: ImageLimits) {
    this.#digests = digests
    this.#others = setId && new OtherPaths()
    this.#limit = limitOf(limits, 'layer-names')
    this.#isWanted = namesMatcher(names)
    this.#isFolder = namesMatcher(folders)
  }

  entry(entry: TarEntry): void {
    this.#close()
    const { name, mtime } = entry
    if (this.#latest === undefined || mtime > this.#latest.mtime) this.#latest = { name, mtime }
    const path = cleanName(name)
    // Nothing can be extracted there.
    if (path === '' || path.length > longestPath || (path.includes('..') && isClimbing(path))) return
    const { folder, base } = splitPath(path)
    if (base.startsWith(whiteoutPrefix)) return this.#addWhiteout(name, folder, base)
    if (folder !== this.#lastFolder) this.#addImplied(folder)
    this.#addFile(fileOf(entry, path), base)
  }

  #addFile(file: LayerFile, base: string): void {
    const { path } = file
    if (file.type === 'hardlink') this.#lookUp(file)
    const isKept = this.#isKept(file, base) || this.#others?.isWanted(file, base) === true
    if (!isKept && this.#complete) this.#others?.add(path)
    const isTarget = this.#digests && (file.type === 'file' || file.type === 'hardlink')
    if ((!isKept && !isTarget) || !this.#hasRoomFor(file.path, file.link)) return
    if (isKept) this.#entries.push(file)
    // What was below it is gone as well: folders that are implied again are kept again.
    if (file.type !== 'directory' && this.#implied.has(path)) this.#implied.clear()
    if (isTarget) this.#contents.set(path, file)
    // Of a sparse file the archive has parts alone, and its size is not known here.
    if (file.type === 'file' && this.#digests && file.size !== undefined)
      this.#open = { file, hash: createHash('sha256') }
  }

  content(bytes: Uint8Array): void {
    this.#open?.hash.update(bytes)
  }

  files(): LayerFiles {
    this.#close()
    const leading = this.#leadingFolders()
    const entries = this.#entries.filter(
      ({ type, path }) =>
        type !== 'directory' || this.#others || leading.has(path) || this.#isWanted(splitPath(path).base),
    )
    return {
      entries,
      whiteouts: this.#whiteouts,
      ...(this.#others ? { others: this.#others.bytes() } : {}),
      ...(this.#latest ? { latest: this.#latest } : {}),
      complete: this.#complete,
    }
  }

  /**
   * Links decide where other files are, and what is no folder can be in the place of one. Folders are kept on the literal way to
   * a file: one that replaces the link of an earlier layer counts there, and not where another link leads to it.
   */
  #isKept({ type }: LayerFile, base: string): boolean {
    return type === 'directory' || type === 'symlink' || this.#isWanted(base) || this.#isFolder(base)
  }

  /** Folders on the way to an entry, which no entry of their own may show. */
  #addImplied(folder: string): void {
    this.#lastFolder = folder
    if (this.#complete) this.#others?.addFolders(folder)
    for (let path = folder; path !== '' && !this.#implied.has(path);) {
      const { folder: above, base } = splitPath(path)
      if ((this.#isWanted(base) || this.#others?.isMet(base)) && this.#hasRoomFor(path)) {
        this.#implied.add(path)
        this.#entries.push({ path, type: 'implied-folder' })
      }
      path = above
    }
  }

  #hasRoomFor(path: string, link = ''): boolean {
    this.#characters += overhead + path.length + link.length + folderOverhead * path.split('/').length
    if (this.#characters > this.#limit && this.#complete) this.#giveUp()
    return this.#complete
  }

  /** Of a layer with too many of them nothing is used. */
  #giveUp(): void {
    this.#complete = false
    this.#entries.length = 0
    this.#whiteouts.length = 0
    this.#implied.clear()
    this.#contents.clear()
    this.#others?.clear()
  }

  #addWhiteout(name: string, folder: string, base: string): void {
    const hidden = base.slice(whiteoutPrefix.length)
    if (hidden === '' || !this.#hasRoomFor(name)) return
    if (base === opaqueWhiteout) this.#whiteouts.push({ path: folder, opaque: true, name })
    else this.#whiteouts.push({ path: folder === '' ? hidden : `${folder}/${hidden}`, name })
  }

  /** A hard link has the content of a file before it. */
  #lookUp(file: LayerFile): void {
    const target = this.#contents.get(file.link ?? '')
    if (target?.size !== undefined) file.size = target.size
    if (target?.digest !== undefined) file.digest = target.digest
  }

  #close(): void {
    if (!this.#open) return
    const { file, hash } = this.#open
    file.digest = `sha256:${hash.digest('hex')}`
    this.#open = undefined
  }

  /** The folders of all that is kept beside folders. */
  #leadingFolders(): Set<string> {
    const leading = new Set<string>()
    for (const { path, type } of this.#entries) {
      if (type === 'directory') continue
      for (let { folder } = splitPath(path); folder !== '' && !leading.has(folder);) {
        leading.add(folder)
        folder = splitPath(folder).folder
      }
    }
    return leading
  }
}

function fileOf(
  { name, type, link, mode, uid, gid, mtime, size, sparse }: TarEntry,
  path: string,
): LayerFile {
  const known = types[type] ?? 'other'
  return {
    path,
    ...(name === path ? {} : { name }),
    type: known,
    mode,
    uid,
    gid,
    mtime,
    ...(known === 'file' && !sparse ? { size } : {}),
    ...(known === 'symlink' ? { link } : {}),
    ...(known === 'hardlink' ? { link: cleanName(link) } : {}),
  }
}
