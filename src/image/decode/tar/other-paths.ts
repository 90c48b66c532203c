import { isSetId, type LayerFile } from './layer-files.ts'
import { splitPath } from './names.ts'
import { PathHashes } from './path-hashes.ts'
import { PathTable } from './path-table.ts'

/** Which files have the set-user-ID bit, and the paths of all others: any of these may replace such a file of an earlier layer. */
export class OtherPaths {
  readonly #hashes = new PathHashes()
  #folders = new PathTable()
  /** Names on the ways to files with the bit: what has the same one, and comes later in the layer, may replace such a file. */
  readonly #names = new Set<string>()

  isMet(name: string): boolean {
    return this.#names.has(name)
  }

  isWanted(file: LayerFile, base: string): boolean {
    if (isSetId(file)) for (const name of file.path.split('/')) this.#names.add(name)
    return this.isMet(base)
  }

  add(path: string): void {
    this.#hashes.add(path)
  }

  /** A folder that has something below it, and those above it. */
  addFolders(folder: string): void {
    for (let path = folder; path !== '' && this.#folders.get(path) === 0; path = splitPath(path).folder) {
      this.#folders.set(path, 1)
      this.#hashes.add(`${path}/`)
    }
  }

  clear(): void {
    this.#hashes.clear()
    this.#folders = new PathTable()
    this.#names.clear()
  }

  bytes(): Uint8Array {
    return this.#hashes.bytes()
  }
}
