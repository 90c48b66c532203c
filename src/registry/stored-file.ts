import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** A file that is not read; the message continues a sentence that begins with its path. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
  /** Of the system, such as ENOENT; undefined where the file is there and refused. */
  readonly code: string | undefined

  constructor(message: string, code?: string) {
    super(message)
    this.code = code
  }
}

const chunkLength = 1024 * 1024

/**
 * The bytes of a regular file of at most `most` bytes. Somebody else may have put something there that never ends: what
 * is read is counted, whatever size the system reports. Throws UnreadableFile.
 */
export function readStoredFile(path: string, most: number): Buffer {
  let file: number
  try {
    // A FIFO would otherwise be waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw unreadable(error)
  }
  try {
    const status = fstatSync(file)
    if (!status.isFile()) throw new UnreadableFile('is not a regular file')
    if (status.size > most) throw tooLarge(most)
    return readAll(file, most)
  } catch (error) {
    throw error instanceof UnreadableFile ? error : unreadable(error)
  } finally {
    closeSync(file)
  }
}

function readAll(file: number, most: number): Buffer {
  const chunks: Buffer[] = []
  for (let size = 0; ;) {
    const chunk = Buffer.allocUnsafe(chunkLength)
    const length = readSync(file, chunk, 0, chunkLength, null)
    if (length === 0) return Buffer.concat(chunks)
    size += length
    if (size > most) throw tooLarge(most)
    chunks.push(chunk.subarray(0, length))
  }
}

const tooLarge = (most: number) => new UnreadableFile(`has more than ${most / 1024 ** 2} MiB and is not read`)

function unreadable(error: unknown): UnreadableFile {
  const { code = String(error) } = error as NodeJS.ErrnoException
  return new UnreadableFile(`cannot be read (${code})`, code)
}
