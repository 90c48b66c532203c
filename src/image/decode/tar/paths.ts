import { cleanName } from './names.ts'

/** What is counted for a path beside its characters. */
const overhead = 64

/**
 * The paths of a layer so far, each with the type of its first entry, up to a number of characters together. Beyond them
 * nothing more is remembered, and what is found by comparing paths is not complete.
 */
export class PathMemory {
  readonly #limit: number
  readonly #types = new Map<string, string>()
  /** Folders that have an entry which is not a whiteout, with the name of the first of these. */
  readonly #firstIn = new Map<string, string>()
  #characters = 0
  #isComplete = true

  /** `limit`: characters. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  /** The type flag of the entry at a path; undefined where there is none so far. */
  typeAt(path: string): string | undefined {
    return this.#types.get(path)
  }

  /** The first entry of a folder which is not a whiteout. */
  firstIn(folder: string): string | undefined {
    return this.#firstIn.get(folder)
  }

  addToFolder(folder: string, name: string): void {
    if (this.#isComplete && !this.#firstIn.has(folder)) this.#firstIn.set(folder, name)
  }

  /** `link`: the target of a hard link, which is what its target is. */
  add(path: string, type: string, link: string): void {
    if (this.#characters > this.#limit) this.#isComplete = false
    else if (!this.#types.has(path)) {
      this.#types.set(path, type === '1' ? (this.#types.get(cleanName(link)) ?? '0') : type)
      this.#characters += path.length + overhead
    }
  }
}
