import { interruptible } from '../../interruptible.ts'
import { isLayoutPath, leadingFolder } from '../layout.ts'
import { problemList, type Problem } from '../../problem.ts'
import type { Entry } from '../source.ts'
import { cleanName } from '../../decode/tar/names.ts'
import type { TarEntry } from '../../decode/tar/entry.ts'

const entryLimit = 1_000_000
const linkLimit = 16

/** A file of an archive, and where its content begins (in the decompressed bytes). */
export interface ArchivedFile {
  entry: Entry
  offset: number
}

/** The files of an archive by their cleaned paths; nothing in it leads out of the archive. */
export interface ArchiveIndex {
  add: (entry: TarEntry) => void
  readonly problems: readonly Problem[]
  problem: (problem: Problem) => void
  /** All entries in their order, with links resolved as far as that is possible. */
  entries(): Iterable<Entry>
  has(path: string): boolean
  /** The file behind a path, through links; undefined where there is none or it is not a file. */
  find(path: string): ArchivedFile | undefined
  /** The paths of all entries, in their order. */
  paths(): Iterable<string>
  /** Finds what can only be known when all entries have been seen. Call once. Rejects where the run is to end. */
  complete(signal?: AbortSignal): Promise<void>
}

const typeOf = (type: string): Entry['type'] => {
  if (type === '1') return 'hardlink'
  if (type === '2') return 'symlink'
  if (type === '5') return 'directory'
  return type === '3' || type === '4' || type === '6' ? 'other' : 'file'
}

/** Where a link leads: a symbolic one from its own folder, a hard one from the archive's root. */
function targetOf({ path, type, link = '' }: Entry): string | undefined {
  if (link.startsWith('/')) return undefined
  const base = type === 'symlink' ? path.split('/').slice(0, -1) : []
  const target = [...base]
  for (const step of link.split('/')) {
    if (step === '..') {
      if (target.pop() === undefined) return undefined
    } else if (step !== '' && step !== '.') target.push(step)
  }
  return target.join('/')
}

/** What is at the end of a link, after its target and `which`. */
const endOf: Readonly<Record<NonNullable<Entry['leads']>, string>> = {
  file: 'is a file',
  folder: 'is a folder',
  nowhere: 'does not exist',
  outside: 'is outside of the archive',
  circle: 'leads back to itself',
  other: 'is not a regular file',
}

/** Collects the entries of an archive that holds a layout, and reports those that are not followed. */
export function archiveIndex(): ArchiveIndex {
  const files = new Map<string, ArchivedFile>()
  const { add: problem, problems } = problemList()
  let count = 0

  function find(path: string, hops = 0): ArchivedFile | undefined {
    const found = files.get(cleanName(path))
    if (!found) return undefined
    const { entry } = found
    if (entry.type === 'file') return found
    if ((entry.type !== 'symlink' && entry.type !== 'hardlink') || hops === linkLimit) return undefined
    const target = targetOf(entry)
    return target === undefined ? undefined : find(target, hops + 1)
  }

  const resolved = (entry: Entry): Entry => {
    if (entry.type !== 'symlink' && entry.type !== 'hardlink') return entry
    const file = find(entry.path)
    if (file) return { ...entry, size: file.entry.size, leads: 'file' }
    return { ...entry, size: 0, leads: leadsOf(entry) }
  }

  /** What is behind a link that leads to no file. */
  function leadsOf(entry: Entry, hops = 0): NonNullable<Entry['leads']> {
    const target = targetOf(entry)
    if (target === undefined) return 'outside'
    const found = files.get(target)?.entry
    if (!found) return 'nowhere'
    if (found.type !== 'symlink' && found.type !== 'hardlink')
      return found.type === 'directory' ? 'folder' : 'other'
    return hops === linkLimit ? 'circle' : leadsOf(found, hops + 1)
  }

  return {
    problems,
    problem,
    find,
    has: (path) => files.has(cleanName(path)),
    add(tarEntry) {
      const { name, offset, contentOffset, size, link } = tarEntry
      count += 1
      if (count > entryLimit) {
        if (count > entryLimit + 1) return
        return problem({
          code: 'too-many',
          message: `has more than ${entryLimit} entries; the rest is ignored`,
        })
      }
      const path = cleanName(name)
      const refuse = (code: string, message: string) => problem({ code, message, offset, path: name })
      if (name.startsWith('/')) return refuse('absolute', 'has an absolute name, so it is not read')
      if (path.split('/').includes('..')) {
        return refuse('climbing', 'has a name with .., so it is not read')
      }
      // The archive's own root: `./`.
      if (path === '') return
      const type = typeOf(tarEntry.type)
      const earlier = files.get(path)
      if (earlier) {
        if (type === 'directory' && earlier.entry.type === 'directory') return
        return refuse('duplicate', 'is in the archive more than once; the first one is read')
      }
      if (type === 'other' && isLayoutPath(path))
        refuse('not-a-file', 'is a device or a FIFO, so it is not read')
      if (tarEntry.sparse) {
        refuse(
          'sparse',
          'is stored with holes, which readers of archives need not understand, so it is not read',
        )
        const special = 'a file that is stored with holes'
        files.set(path, {
          entry: { path, type: 'other', size, special, sparse: true },
          offset: contentOffset,
        })
        return
      }
      const special = type === 'other' ? { special: tarEntry.type === '6' ? 'a FIFO' : 'a device' } : {}
      const entry: Entry = { path, type, size, ...(link === '' ? {} : { link }), ...special }
      files.set(path, { entry, offset: contentOffset })
    },
    *entries() {
      for (const { entry } of files.values()) yield resolved(entry)
    },
    paths: () => files.keys(),
    async complete(signal) {
      const breath = interruptible(signal)
      for (const { entry } of files.values()) {
        const pause = breath()
        if (pause) await pause
        const { path, type, link } = entry
        if (type !== 'symlink' && type !== 'hardlink') continue
        if (find(path)) continue
        const leads = leadsOf(entry)
        const message = `is a link to ${JSON.stringify(link ?? '')}, which ${endOf[leads]}`
        if (targetOf(entry) === undefined) problem({ code: 'link-outside', message, path })
        else if (isLayoutPath(path)) problem({ code: 'dangling-link', message, path })
      }
      if (files.has('oci-layout') || files.has('index.json')) return
      for (const path of files.keys()) {
        const folder = leadingFolder(path)
        if (folder === undefined) continue
        const message =
          `has its layout in the folder ${folder} and not at its root; ` +
          `make the archive inside of that folder (tar -C ${folder} -cf image.tar .)`
        problem({ code: 'leading-folder', message, path })
        return
      }
    },
  }
}

/**
 * True where an archive is one of docker save, without a layout beside: blobs/ alone is none, since tools write the files of
 * such an archive there.
 */
export const isDockerArchive = (index: Pick<ArchiveIndex, 'has'>): boolean =>
  (index.has('manifest.json') || index.has('repositories')) &&
  !index.has('oci-layout') &&
  !index.has('index.json')

/** True where an archive holds something of a layout, at its root or in a folder. */
export const holdsLayout = (index: ArchiveIndex): boolean =>
  [...index.paths()].some(isLayoutPath) || index.problems.some(({ code }) => code === 'leading-folder')
