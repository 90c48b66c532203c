import { limitOf, type ImageLimits } from '../../limits.ts'
import type { PaxRecord } from './pax.ts'
import { problemList, type Problem, type ProblemList } from '../../problem.ts'
import { isText } from './header.ts'
import type { TarEntry, TarSummary } from './parser.ts'

/** An entry that is worth naming in a finding. */
export interface NamedEntry {
  name: string
  /** Offset of its header in the decompressed tar. */
  offset: number
  type: string
  link?: string
  size: number
  /** The name of the earlier entry that it repeats, or another fact that belongs to the kind. */
  other?: string
}

/**
 * Kinds of entries that some statement of layer.md speaks of. For each, the first ones are named and
 * all are counted.
 */
export const entryKinds = [
  /** The same cleaned path as an earlier entry (`other`). */
  'duplicate',
  'absolute',
  /** Leads out of the root by `..`. */
  'climbing',
  /** Has a `..` in its name, and stays below the root. */
  'parent-segment',
  'whiteout',
  'opaque-whiteout',
  /** `.wh.` with nothing after it. */
  'bare-whiteout',
  'whiteout-not-empty',
  'whiteout-not-regular',
  /** Comes after an entry of the same folder (`other`). */
  'whiteout-after-sibling',
  /** Deletes what the same layer has: it can only mean the layers below. */
  'whiteout-of-own',
  'hard-link-to-directory',
  /** Its target is not in this layer so far. */
  'hard-link-outside',
  'hard-link-to-itself',
  'sparse',
  /** Carries SCHILY.xattr or LIBARCHIVE.xattr records. */
  'xattr',
  /** Not a type that the specification names. */
  'unknown-type',
  'name-not-utf8',
  'no-mtime',
  'link-without-target',
  /** A Windows security descriptor (MSWINDOWS.rawsd) that is not Base 64. */
  'security-descriptor-not-base64',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** What a walk over a layer's tar found; plain data, small whatever the size of the layer. */
export interface TarFacts {
  summary: TarSummary
  /** Entries by type flag. */
  types: Record<string, number>
  formats: Record<string, number>
  /** Entries by kind; a kind that was not met is absent. */
  kinds: Partial<Record<EntryKind, { count: number; first: NamedEntry[] }>>
  /** False where the layer has more names than are remembered: duplicates beyond are not seen. */
  duplicatesComplete: boolean
  /** Keys of PAX records, sorted, at most a hundred. */
  paxKeys: string[]
  problems: readonly Problem[]
  problemCounts: Readonly<Record<string, number>>
}

export interface TarWalkOptions {
  /** Entries of each kind that are named; default 20. */
  named?: number
  /** Those of one blob; of the names of a layer only so many characters are kept to find duplicates. */
  limits?: ImageLimits
}

/** The path that a name leads to: without empty and `.` segments, `..` taken literally. */
export const cleanName = (name: string): string =>
  // The common case needs no work.
  name.startsWith('.') ||
  name.startsWith('/') ||
  name.includes('//') ||
  name.includes('/./') ||
  /\/\.?$/.test(name)
    ? name
        .split('/')
        .filter((segment) => segment !== '' && segment !== '.')
        .join('/')
    : name

/** True where a cleaned name leaves the folder that it starts from. */
function isClimbing(path: string): boolean {
  let depth = 0
  for (const segment of path.split('/')) {
    depth += segment === '..' ? -1 : 1
    if (depth < 0) return true
  }
  return false
}

/** Base 64 with padding (layer.md, Platform-specific attributes). */
const isBadDescriptor = ({ key, value }: PaxRecord): boolean =>
  key === 'MSWINDOWS.rawsd' &&
  (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(Buffer.from(value).toString('latin1')))

interface PaxFacts {
  records: readonly PaxRecord[]
  /** The first hundred. */
  keys: readonly string[]
  hasXattr: boolean
  isBad: boolean
}

const paxFactsOf = (records: readonly PaxRecord[]): PaxFacts => ({
  records,
  keys: records.slice(0, 100).map(({ key }) => key),
  hasXattr: records.some(({ key }) => /^(?:SCHILY|LIBARCHIVE)\.xattr\./.test(key)),
  isBad: records.some(isBadDescriptor),
})

const whiteoutPrefix = '.wh.'
const opaqueName = '.wh..wh..opq'
const knownTypes = new Set(['0', '\0', '1', '2', '3', '4', '5', '6', '7', 'S'])
const regular = new Set(['0', '\0', '7'])

export interface TarWalk {
  entry(entry: TarEntry): void
  problem: ProblemList['add']
  finish(summary: TarSummary): TarFacts
}

/** Collects the facts of one layer from its entries, in their order (layer.md). */
export function tarWalk(options: TarWalkOptions = {}): TarWalk {
  const { named = 20 } = options
  const nameLimit = limitOf(options.limits, 'layer-names')
  const types: Record<string, number> = {}
  const formats: Record<string, number> = {}
  const kinds: TarFacts['kinds'] = {}
  const paxKeys = new Set<string>()
  const problems = problemList(named)
  /** Type flag by cleaned path. */
  const seen = new Map<string, string>()
  /** Folders that have an entry which is no whiteout, with the first of these. */
  const siblings = new Map<string, string>()
  const whiteouts = new Map<string, TarEntry>()
  /** Looked at once, since all entries share them. */
  let global = paxFactsOf([])
  let remembered = 0
  let duplicatesComplete = true

  const note = (kind: EntryKind, entry: TarEntry, other?: string) => {
    const found = (kinds[kind] ??= { count: 0, first: [] })
    found.count += 1
    if (found.first.length >= named) return
    const { name, offset, type, size, link } = entry
    found.first.push({
      name,
      offset,
      type,
      size,
      ...(link === '' ? {} : { link }),
      ...(other === undefined ? {} : { other }),
    })
  }

  function onWhiteout(entry: TarEntry, folder: string, base: string): void {
    if (base === opaqueName) note('opaque-whiteout', entry)
    else if (base === whiteoutPrefix) note('bare-whiteout', entry)
    else note('whiteout', entry)
    if (!regular.has(entry.type)) note('whiteout-not-regular', entry)
    else if (entry.size > 0) note('whiteout-not-empty', entry)
    const sibling = siblings.get(folder)
    if (sibling !== undefined) note('whiteout-after-sibling', entry, sibling)
    if (base === opaqueName || base === whiteoutPrefix) return
    const hidden = `${folder === '' ? '' : `${folder}/`}${base.slice(whiteoutPrefix.length)}`
    if (seen.has(hidden)) note('whiteout-of-own', entry, hidden)
    else if (duplicatesComplete) whiteouts.set(hidden, entry)
  }

  function onHardLink(entry: TarEntry, path: string): void {
    const target = cleanName(entry.link)
    if (entry.link === '') return
    if (target === path) note('hard-link-to-itself', entry)
    else if (seen.get(target) === '5') note('hard-link-to-directory', entry)
    else if (!seen.has(target) && duplicatesComplete) note('hard-link-outside', entry)
  }

  return {
    problem: problems.add,
    entry(entry) {
      const { name, type } = entry
      types[type] = (types[type] ?? 0) + 1
      formats[entry.format] = (formats[entry.format] ?? 0) + 1
      const path = cleanName(name)
      const slash = path.lastIndexOf('/')
      const folder = slash === -1 ? '' : path.slice(0, slash)
      const base = path.slice(slash + 1)
      if (name.startsWith('/')) note('absolute', entry)
      if (path.includes('..') && path.split('/').includes('..')) {
        note(isClimbing(path) ? 'climbing' : 'parent-segment', entry)
      }
      if (!knownTypes.has(type)) note('unknown-type', entry)
      if (entry.sparse !== undefined) note('sparse', entry)
      if (!isText(entry.nameBytes)) note('name-not-utf8', entry)
      if (entry.mtime === undefined) note('no-mtime', entry)
      if (entry.globalPax !== global.records) global = paxFactsOf(entry.globalPax)
      const local = entry.pax.length > 0 ? paxFactsOf(entry.pax) : undefined
      for (const key of [...global.keys, ...(local?.keys ?? [])]) if (paxKeys.size < 100) paxKeys.add(key)
      if (global.hasXattr || local?.hasXattr) note('xattr', entry)
      if (global.isBad || local?.isBad) note('security-descriptor-not-base64', entry)
      if ((type === '1' || type === '2') && entry.link === '') note('link-without-target', entry)
      if (type === '1') onHardLink(entry, path)
      const earlier = seen.get(path)
      if (earlier !== undefined) note('duplicate', entry, path)
      if (base.startsWith(whiteoutPrefix)) onWhiteout(entry, folder, base)
      else {
        const hiding = whiteouts.get(path)
        if (hiding) note('whiteout-of-own', hiding, path)
        if (duplicatesComplete && !siblings.has(folder)) siblings.set(folder, name)
      }
      if (remembered > nameLimit) duplicatesComplete = false
      // A hard link is what its target is.
      else if (earlier === undefined) {
        seen.set(path, type === '1' ? (seen.get(cleanName(entry.link)) ?? '0') : type)
        remembered += path.length + 64
      }
    },
    finish: (summary) => ({
      summary,
      types,
      formats,
      kinds,
      duplicatesComplete,
      paxKeys: [...paxKeys].toSorted(),
      problems: problems.problems,
      problemCounts: problems.counts,
    }),
  }
}
