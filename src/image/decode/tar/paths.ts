import { cleanName } from './names.ts'
import { PathTable } from './path-table.ts'

/** What is counted for a path beside its characters. */
const overhead = 64

/** Characters of the names of first entries that are kept: of the folders after them it is known only that they have one. */
const mostOfNames = 4 * 1024 ** 2

const [directory, other] = [1, 2]

/**
 * The paths of a layer so far, each with what its first entry is, up to a number of characters together. Beyond them
 * nothing more is remembered, and what is found by comparing paths is not complete.
 */
export class PathMemory {
  readonly #limit: number
  readonly #entries = new PathTable()
  /** Folders that have an entry which is not a whiteout, with the name of the first of these. */
  readonly #folders = new PathTable()
  readonly #firstIn = new Map<string, string>()
  #lastFolder: string | undefined
  #characters = 0
  #charactersOfNames = 0
  #isComplete = true

  /** `limit`: characters. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  has(path: string): boolean {
    return this.#entries.get(path) !== 0
  }

  /** Whether the first entry at a path is a directory. */
  isDirectory(path: string): boolean {
    return this.#entries.get(path) === directory
  }

  /** Whether a folder has an entry which is not a whiteout. */
  hasEntryIn(folder: string): boolean {
    return this.#folders.get(folder) !== 0
  }

  /** The name of the first entry of a folder which is not a whiteout, as far as names are kept. */
  firstIn(folder: string): string | undefined {
    return this.#firstIn.get(folder)
  }

  addToFolder(folder: string, name: string): void {
    // Most entries are in the folder of the one before.
    if (folder === this.#lastFolder) return
    this.#lastFolder = folder
    if (!this.#isComplete || this.hasEntryIn(folder)) return
    this.#folders.set(folder, other)
    if (this.#charactersOfNames > mostOfNames) return
    this.#firstIn.set(folder, name)
    this.#charactersOfNames += folder.length + name.length + overhead
  }

  /** `link`: the target of a hard link, which is what its target is. */
  add(path: string, type: string, link: string): void {
    if (this.#characters > this.#limit) this.#isComplete = false
    else if (!this.has(path)) {
      const isDirectory = type === '5' || (type === '1' && this.isDirectory(cleanName(link)))
      this.#entries.set(path, isDirectory ? directory : other)
      this.#characters += path.length + overhead
    }
  }
}
