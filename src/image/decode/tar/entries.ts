import { limitOf, type ImageLimits } from '../../limits.ts'
import { problemList, type Problem } from '../../problem.ts'
import type { TarEntry } from './entry.ts'
import type { EntryKind, TarFacts } from './facts.ts'
import { cleanName, isClimbing, opaqueWhiteout, splitPath, whiteoutPrefix } from './names.ts'
import { PathMemory } from './paths.ts'
import type { PaxRecord } from './pax.ts'
import type { TarSummary } from './end.ts'

export interface EntryOptions {
  /** Entries of each kind that are named; default 20. */
  named?: number
  /** Of one layer the characters of its paths that are compared to find duplicates, among others. */
  limits?: ImageLimits
}

const knownTypes = new Set(['0', '\0', '1', '2', '3', '4', '5', '6', '7', 'S'])
const regular = new Set(['0', '\0', '7'])

/** Base 64 with padding (layer.md, Platform-specific attributes). */
const isBadDescriptor = ({ key, value }: PaxRecord): boolean =>
  key === 'MSWINDOWS.rawsd' &&
  (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(Buffer.from(value).toString('latin1')))

/** Collects what statements of layer.md are about from the entries of one layer, in their order. */
export class LayerEntries {
  readonly #named: number
  readonly #kinds: TarFacts['kinds'] = {}
  readonly #paths: PathMemory
  readonly #problems: ReturnType<typeof problemList>
  /** Looked at once, since all entries share them. */
  #global: { records: readonly PaxRecord[]; isBad: boolean } = { records: [], isBad: false }

  constructor({ named = 20, limits }: EntryOptions = {}) {
    this.#named = named
    this.#paths = new PathMemory(limitOf(limits, 'layer-names'))
    this.#problems = problemList(named)
  }

  problem(problem: Problem): void {
    this.#problems.add(problem)
  }

  entry(entry: TarEntry): void {
    const { name, type } = entry
    const path = cleanName(name)
    const { folder, base } = splitPath(path)
    this.#judgeName(entry, path)
    this.#judgeType(entry)
    if (this.#hasBadDescriptor(entry)) this.#note('security-descriptor-not-base64', entry)
    if (type === '1') this.#judgeHardLink(entry, path)
    if (this.#paths.has(path)) this.#note('duplicate', entry, path)
    if (base.startsWith(whiteoutPrefix)) this.#judgeWhiteout(entry, folder, base)
    else this.#paths.addToFolder(folder, name)
    this.#paths.add(path, type, entry.link)
  }

  finish(summary: TarSummary): TarFacts {
    return {
      summary,
      kinds: this.#kinds,
      pathsComplete: this.#paths.isComplete,
      problems: this.#problems.problems,
    }
  }

  #note(kind: EntryKind, { name, type, link }: TarEntry, other?: string): void {
    const found = (this.#kinds[kind] ??= { count: 0, first: [] })
    found.count += 1
    if (found.first.length >= this.#named) return
    found.first.push({
      name,
      type,
      ...(link === '' ? {} : { link }),
      ...(other === undefined ? {} : { other }),
    })
  }

  #judgeName(entry: TarEntry, path: string): void {
    if (entry.name.startsWith('/')) this.#note('absolute', entry)
    if (path.includes('..') && path.split('/').includes('..')) {
      this.#note(isClimbing(path) ? 'climbing' : 'parent-segment', entry)
    }
  }

  #judgeType(entry: TarEntry): void {
    const { type, link, sparse } = entry
    if (type === '7') this.#note('contiguous', entry)
    else if (!knownTypes.has(type)) this.#note('unknown-type', entry)
    if (sparse) this.#note('sparse', entry)
    if ((type === '1' || type === '2') && link === '') this.#note('link-without-target', entry)
  }

  #hasBadDescriptor({ pax, globalPax }: TarEntry): boolean {
    if (globalPax !== this.#global.records) {
      this.#global = { records: globalPax, isBad: globalPax.some(isBadDescriptor) }
    }
    return this.#global.isBad || pax.some(isBadDescriptor)
  }

  #judgeHardLink(entry: TarEntry, path: string): void {
    if (entry.link === '') return
    const target = cleanName(entry.link)
    if (target === path) this.#note('hard-link-to-itself', entry)
    else if (this.#paths.isDirectory(target)) this.#note('hard-link-to-directory', entry)
    else if (!this.#paths.has(target) && this.#paths.isComplete) this.#note('hard-link-outside', entry)
  }

  #judgeWhiteout(entry: TarEntry, folder: string, base: string): void {
    if (base === opaqueWhiteout) this.#note('opaque-whiteout', entry)
    else if (base === whiteoutPrefix) this.#note('bare-whiteout', entry)
    if (!regular.has(entry.type)) this.#note('whiteout-not-regular', entry)
    else if (entry.size > 0) this.#note('whiteout-not-empty', entry)
    if (this.#paths.hasEntryIn(folder))
      this.#note('whiteout-after-sibling', entry, this.#paths.firstIn(folder))
  }
}
