import { constants } from 'node:fs'
import { access, lstat, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { parseDigest } from '../../decode/digest.ts'
import { readRange, streamRange, systemError, type FileRange } from '../../file-range.ts'
import { interrupted, throwIfInterrupted } from '../../interruptible.ts'
import { tooLargeMessage } from '../../json/parse.ts'
import { indexRoot } from '../layout.ts'
import { inspectAll } from '../../threads/pool.ts'
import type { Job } from '../../threads/job.ts'
import { problemList } from '../../problem.ts'
import { allocatedBytes, holesIn, specialOf } from './special-files.ts'
import { defaultReadLimit, type Entry, type ImageSource } from '../source.ts'
import { failureOf, ImageError } from '../../error.ts'
import type { BlobOutcome } from '../../decode/blob.ts'

const depthLimit = 32
const entryLimit = 1_000_000

/** Where a path or digest lies below the root; undefined for a digest that breaks the grammar. */
export function pathOf(what: string): string | undefined {
  if (!what.includes(':')) return what
  const digest = parseDigest(what)
  return digest && `blobs/${digest.algorithm}/${digest.encoded}`
}

/**
 * An image layout in a folder. Nothing outside the folder is ever read: links are resolved first, and
 * what leads outside, and whatever is not a regular file, is refused. Throws ImageError.
 */
export async function openDirectory(folder: string, signal?: AbortSignal): Promise<ImageSource> {
  const root = await realpath(folder).catch((error: unknown) => {
    throw systemError(error, folder)
  })
  await access(root, constants.R_OK | constants.X_OK).catch((error: unknown) => {
    throw systemError(error, folder)
  })
  const problems = problemList()
  const inside = (path: string) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

  /** The whole file behind a path; throws ImageError where it may not or cannot be read. */
  async function locate(what: string): Promise<FileRange> {
    const path = pathOf(what)
    if (path === undefined) throw new ImageError('absent', `${JSON.stringify(what)} is not a digest`)
    const wanted = resolve(root, path)
    if (!inside(wanted)) throw new ImageError('outside', `${path} leads out of the layout`)
    const file = await realpath(wanted).catch((error: unknown) => {
      throw systemError(error, path)
    })
    if (!inside(file)) {
      throw new ImageError('outside', `${path} is a link that leads out of the layout, so it is not followed`)
    }
    const found = await stat(file).catch((error: unknown) => {
      throw systemError(error, path)
    })
    if (!found.isFile()) throw new ImageError('not-a-file', `${path} is not a regular file`)
    return { file, offset: 0, length: found.size, allocated: allocatedBytes(found) }
  }

  async function* walk(path: string, depth: number): AsyncGenerator<Entry> {
    const children = await readdir(join(root, path), { withFileTypes: true }).catch((error: unknown) => {
      problems.add({ code: 'unreadable', message: systemError(error, path || '.').message, path })
      return []
    })
    for (const child of children.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const at = path === '' ? child.name : `${path}/${child.name}`
      if (child.isSymbolicLink()) yield await linkAt(at)
      else if (child.isDirectory()) {
        yield { path: at, type: 'directory', size: 0 }
        if (depth < depthLimit) yield* walk(at, depth + 1)
        else problems.add({ code: 'too-deep', message: `has folders deeper than ${depthLimit}`, path: at })
      } else if (child.isFile()) {
        const found = await lstat(join(root, at)).catch(() => undefined)
        yield { path: at, type: 'file', size: found?.size ?? 0 }
      } else {
        const special = specialOf(child)
        problems.add({ code: 'not-a-file', message: `is ${special}, so it is not read`, path: at })
        yield { path: at, type: 'other', size: 0, special }
      }
    }
  }

  async function linkAt(path: string): Promise<Entry> {
    const link = await readlink(join(root, path)).catch(() => '')
    let isCircle = false
    const target = await realpath(join(root, path)).catch((error: unknown) => {
      isCircle = (error as { code?: unknown }).code === 'ELOOP'
      return undefined
    })
    const to = (leads: NonNullable<Entry['leads']>, size = 0): Entry => ({
      path,
      type: 'symlink',
      size,
      link,
      leads,
    })
    if (isCircle) {
      problems.add({ code: 'dangling-link', message: 'is a link that leads back to itself', path })
      return to('circle')
    }
    if (target === undefined) {
      // A target outside is nothing that may be looked for.
      const wanted = resolve(join(root, path), '..', link)
      if (!inside(wanted)) return refused(to('outside'))
      problems.add({
        code: 'dangling-link',
        message: `is a link to ${JSON.stringify(link)}, which does not exist`,
        path,
      })
      return to('nowhere')
    }
    if (!inside(target)) return refused(to('outside'))
    const found = await stat(target).catch(() => undefined)
    if (found?.isFile() === true) return to('file', found.size)
    return to(found?.isDirectory() === true ? 'folder' : 'other')
  }

  function refused(entry: Entry): Entry {
    const { path } = entry
    problems.add({ code: 'link-outside', message: 'is a link that leads out of the layout', path })
    return entry
  }

  async function* list(): AsyncGenerator<Entry> {
    let count = 0
    for await (const entry of walk('', 0)) {
      throwIfInterrupted(signal)
      count += 1
      if (count > entryLimit) {
        problems.add({
          code: 'too-many',
          message: `has more than ${entryLimit} files; the rest is not listed`,
        })
        return
      }
      yield entry
    }
  }

  // Once while opening, so that what is wrong with files that nobody requests is reported too.
  for await (const _ of list());
  const found = [...problems.problems]

  const source: ImageSource = {
    kind: 'directory',
    problems: found,
    describe: () => ({ kind: 'image', name: folder, details: { form: 'layout directory' } }),
    list,
    root: (options) => indexRoot(source, options),
    async read(what, { limit = defaultReadLimit } = {}) {
      const range = await locate(what)
      if (range.length > limit) throw tooLarge(what, range.length, limit)
      return readRange(range)
    },
    async *stream(digest, streamSignal) {
      yield* streamRange(await locate(digest), streamSignal)
    },
    async *inspect(requests, options) {
      const jobs: Job[] = []
      for (const request of requests) {
        if (options?.signal?.aborted) {
          yield { request, failure: failureOf(interrupted) }
          continue
        }
        const outcome = await locate(request.digest).then(
          (range): Job | BlobOutcome => holesIn(range, request) ?? { request, range },
          (error: unknown): BlobOutcome => ({ request, failure: failureOf(error) }),
        )
        if ('range' in outcome) jobs.push(outcome)
        else yield outcome
      }
      yield* inspectAll(jobs, options)
    },
    async close() {},
  }
  return source
}

/** The error for a document beyond the limit; its size where that is known. */
export const tooLarge = (what: string, size: number | undefined, limit: number): ImageError =>
  new ImageError('too-large', `${what} ${tooLargeMessage(size, limit)}`)
