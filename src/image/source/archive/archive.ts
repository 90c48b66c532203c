import { closeSync, fstatSync, readSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { archiveIndex, holdsLayout, isDockerArchive, type ArchiveIndex } from './files.ts'
import { dockerRoot } from '../docker/root.ts'
import { unreadForm } from './unread-form.ts'
import { damageIn, isBeyondLimit } from './damage.ts'
import { pathOf, tooLarge } from '../directory/directory.ts'
import { openRegular, readRange, streamRange, systemError, type FileRange } from '../../file-range.ts'
import { interruptible } from '../../interruptible.ts'
import { indexRoot, noLayout } from '../layout.ts'
import { inspectAll } from '../../threads/pool.ts'
import type { Job } from '../../threads/job.ts'
import { defaultReadLimit, type Entry, type ImageSource } from '../source.ts'
import { formsOfImages, ImageError } from '../../error.ts'
import type { BlobOutcome, InspectOptions } from '../../decode/blob.ts'
import { tarBlock } from '../../decode/tar/bytes.ts'
import { TarParser } from '../../decode/tar/parser.ts'
import type { TarSummary } from '../../decode/tar/end.ts'

const windowSize = 64 * 1024

/** Reads the headers of a tar file and passes over contents, so that large blobs cost nothing. */
async function indexFile(
  descriptor: number,
  size: number,
  index: ArchiveIndex,
  { limits, signal }: InspectOptions,
): Promise<TarSummary> {
  const breath = interruptible(signal)
  const parser = new TarParser({ entry: index.add, problem: index.problem }, limits)
  const window = Buffer.allocUnsafe(windowSize)
  let at = 0
  while (at < size) {
    const pause = breath()
    if (pause) await pause
    const skipped = Math.min(parser.skippable, size - at)
    if (skipped > 0) {
      parser.skip(skipped)
      at += skipped
      continue
    }
    const read = readSync(descriptor, window, 0, windowSize, at)
    if (read === 0) break
    // Pushed block by block, since the rest of the window may be content that is passed over.
    let used = 0
    while (used < read && parser.skippable === 0) {
      const pause = breath()
      if (pause) await pause
      const take = Math.min(512, read - used)
      parser.push(window.subarray(used, used + take))
      used += take
    }
    at += used
  }
  return parser.end()
}

/** An image layout or a docker archive in a plain tar, read by the offsets of its files. Throws ImageError. */
export async function openArchive(name: string, options: InspectOptions = {}): Promise<ImageSource> {
  const file = await realpath(name).catch((error: unknown) => {
    throw systemError(error, name)
  })
  const index = archiveIndex()
  const descriptor = openRegular(file)
  let summary: TarSummary
  try {
    summary = await indexFile(descriptor, fstatSync(descriptor).size, index, options)
  } finally {
    closeSync(descriptor)
  }
  await index.complete(options.signal)
  checkArchive(name, index, summary)
  const isDocker = isDockerArchive(index)

  function locate(what: string): FileRange {
    const path = isDocker ? what : pathOf(what)
    const found = path === undefined ? undefined : index.find(path)
    if (found) return { file, offset: found.offset, length: found.entry.size }
    throw notFound(what, path, index)
  }

  const source: ImageSource = {
    kind: isDocker ? 'docker-archive' : 'archive',
    problems: index.problems,
    describe: () => ({
      kind: 'image',
      name,
      details: { form: isDocker ? 'docker archive' : 'layout archive' },
    }),
    list: () => listed(index, options.signal),
    root: (options) => (isDocker ? dockerRoot(source, index, options) : indexRoot(source, options)),
    async read(what, { limit = defaultReadLimit } = {}) {
      const range = locate(what)
      if (range.length > limit) throw tooLarge(what, range.length, limit)
      const bytes = readRange(range)
      if (bytes.length < range.length) throw cutShort(name, what)
      return bytes
    },
    async *stream(digest, signal) {
      yield* streamRange(locate(digest), signal)
    },
    async *inspect(requests, inspectOptions) {
      const jobs: Job[] = []
      for (const request of requests) {
        try {
          jobs.push({ request, range: locate(request.digest) })
        } catch (error) {
          const outcome: BlobOutcome = { request, failure: failure(error) }
          yield outcome
        }
      }
      yield* inspectAll(jobs, inspectOptions)
    },
    async close() {},
  }
  return source
}

/** All entries; what links lead to is found on the way. */
export async function* listed(index: ArchiveIndex, signal: AbortSignal | undefined): AsyncGenerator<Entry> {
  const breath = interruptible(signal)
  for (const entry of index.entries()) {
    const pause = breath()
    if (pause) await pause
    yield entry
  }
}

/** Throws where an archive is none, or holds neither a layout nor what docker save writes. */
export function checkArchive(name: string, index: ArchiveIndex, { stopped, size }: TarSummary): void {
  if (stopped === 'not-tar') {
    const form = unreadForm(name)
    if (form) throw form
    const why =
      size < tarBlock
        ? `it is shorter than the first header of a tar (${tarBlock} bytes), or was cut short`
        : 'it does not begin like a tar, gzip or zstd'
    throw new ImageError(
      'not-an-image',
      `${name} is neither an image layout nor an archive of one: ${why}`,
      formsOfImages,
    )
  }
  if (holdsLayout(index) || isDockerArchive(index)) return
  const damage = damageIn(index.problems)
  if (damage && isBeyondLimit(damage)) {
    throw new ImageError('damaged-archive', `${name} cannot be read to its end: it ${damage.message}`)
  }
  if (damage) {
    throw new ImageError(
      'damaged-archive',
      `${name} is damaged or cut short before anything of a layout was found: it ${damage.message}; fetch or make it again`,
    )
  }
  throw noLayout(name, index)
}

/** Why a path of an archive cannot be read. */
export function notFound(what: string, path: string | undefined, index: ArchiveIndex): ImageError {
  if (path === undefined) return new ImageError('absent', `${JSON.stringify(what)} is not a digest`)
  if (!index.has(path)) return new ImageError('absent', `${path} is not in the archive`)
  const outside = index.problems.some((problem) => problem.code === 'link-outside' && problem.path === path)
  if (outside) return new ImageError('outside', `${path} is a link that leads out of the archive`)
  return new ImageError('not-a-file', `${path} is not a regular file of the archive`)
}

export const cutShort = (name: string, what: string): ImageError =>
  new ImageError('damaged-archive', `${name} ends in the middle of ${what}; fetch or make it again`)

const failure = (error: unknown) =>
  error instanceof ImageError
    ? { code: error.code, message: error.message }
    : { code: 'unreadable' as const, message: String(error) }
