import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { FileProblem, isMisnamed, reasonOf, remedyOf, systemCode } from './problem.ts'

const chunk = 1024 * 1024

/** How long a FIFO may be silent, such as that of `<(command)` in a shell; milliseconds. */
const patience = 10_000

export interface ReadOptions {
  /** Bytes; a larger file is refused. */
  most: number
  /** What to do next where the file cannot be read. */
  advice?: string
}

/** The text of a file that was named; see readFileParts. Throws FileProblem. */
export const readFileText = (path: string, options: ReadOptions): string =>
  readFileBytes(path, options).toString('utf8')

/** The lines of such a file, one after the other: of a large one not all are in memory at once. Throws FileProblem. */
export function* readFileLines(path: string, options: ReadOptions): Generator<string> {
  const decoder = new StringDecoder('utf8')
  let begun = ''
  for (const part of readFileParts(path, options)) {
    const lines = (begun + decoder.write(part)).split('\n')
    begun = lines.pop() ?? ''
    yield* lines
  }
  const last = begun + decoder.end()
  if (last !== '') yield last
}

/** The bytes of a file that was named; see readFileParts. Throws FileProblem. */
export const readFileBytes = (path: string, options: ReadOptions): Buffer =>
  Buffer.concat([...readFileParts(path, options)])

/**
 * The bytes of a file that was named, links followed, in parts. Never blocks for good and never reads more than `most`, whatever
 * has the name: a FIFO is read while it has a writer, a device for as long as it has something. Throws FileProblem.
 */
function* readFileParts(path: string, { most, advice }: ReadOptions): Generator<Buffer> {
  const refuse = (why: string, misnamed = true) => new FileProblem(`${path} ${why}`, { misnamed, advice })
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    throw unreadable(path, error, advice)
  }
  try {
    const stats = fstatSync(descriptor)
    if (stats.isDirectory()) throw refuse('cannot be read: it is a folder (EISDIR)')
    const tooLarge = () => refuse(`has more than ${inMebibytes(most)} MiB and is not read`)
    if (stats.size > most) throw tooLarge()
    let total = 0
    for (let bytes = next(descriptor, stats); bytes.length > 0; bytes = next(descriptor, stats)) {
      total += bytes.length
      if (total > most) throw tooLarge()
      yield bytes
    }
    if (total === 0 && stats.isFIFO()) throw refuse('cannot be read: it is a FIFO that nothing writes to')
  } catch (error) {
    if (error instanceof FileProblem) throw error
    throw unreadable(path, error, advice)
  } finally {
    closeSync(descriptor)
  }
}

/** What is there to read next; empty at the end. */
function next(descriptor: number, stats: Stats): Buffer {
  const bytes = Buffer.allocUnsafe(Math.min(chunk, Math.max(stats.size + 1, 65_536)))
  const start = performance.now()
  for (;;) {
    try {
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, null))
    } catch (error) {
      const code = systemCode(error)
      if (code === 'EOF') return bytes.subarray(0, 0)
      const waits = code === 'EAGAIN' && stats.isFIFO() && performance.now() - start < patience
      if (!waits) throw error
      Atomics.wait(pauses, 0, 0, 10)
    }
  }
}

const pauses = new Int32Array(new SharedArrayBuffer(4))

const inMebibytes = (bytes: number): number => Math.round(bytes / 1024 ** 2)

const unreadable = (path: string, error: unknown, advice: string | undefined): FileProblem =>
  new FileProblem(`${path} cannot be read: ${reasonOf(error)}`, {
    misnamed: isMisnamed(error),
    advice: remedyOf(error) ?? advice,
    cause: error,
  })
