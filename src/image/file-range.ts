import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { ImageError } from './error.ts'
import { interruptible } from './interruptible.ts'

/** Bytes inside a file that were made sure of: a whole blob, or a part of an archive. */
export interface FileRange {
  /** Real path, links resolved. */
  file: string
  offset: number
  /** Bytes. */
  length: number
  /** Bytes that the file takes on its disk, where that is known: less than its length where it has holes. */
  allocated?: number
}

/**
 * Large enough that system calls do not count, and small enough that what was read is still in the
 * core's own cache when it is hashed: with 1 MiB the system needs four times as long to copy it.
 */
export const readSize = 128 * 1024

/** Opens a regular file and nothing else: no link, and no FIFO or device even if it has just taken its place. */
export function openRegular(file: string): number {
  let descriptor: number
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    throw systemError(error, file)
  }
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw new ImageError('not-a-file', `${file} is not a regular file`)
}

/** An error of the system as an ImageError with the advice that fits. */
export function systemError(error: unknown, file: string): ImageError {
  const code = (error as { code?: unknown }).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return new ImageError('absent', `${file} is not there`)
  if (code === 'EACCES' || code === 'EPERM') {
    return new ImageError('unreadable', `${file} may not be read by this user; check its permissions`)
  }
  if (code === 'ELOOP')
    return new ImageError('not-a-file', `${file} is a symbolic link to nowhere or to itself`)
  if (code === 'EISDIR') return new ImageError('not-a-file', `${file} is a folder`)
  return new ImageError('unreadable', `${file} cannot be read (${String(code ?? error)})`)
}

/** The bytes of a range, piece by piece; fewer than its length where the file was cut meanwhile. Throws ImageError. */
export async function* streamRange(
  { file, offset, length }: FileRange,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const breath = interruptible(signal)
  const descriptor = openRegular(file)
  try {
    let done = 0
    while (done < length) {
      const pause = breath()
      if (pause) await pause
      // A new one each time: who receives it may keep it.
      const bytes = Buffer.allocUnsafe(Math.min(readSize, length - done))
      const read = readSync(descriptor, bytes, 0, bytes.length, offset + done)
      if (read === 0) return
      done += read
      yield bytes.subarray(0, read)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Reads all of a range; the caller has checked its length. */
export function readRange({ file, offset, length }: FileRange): Uint8Array {
  const descriptor = openRegular(file)
  try {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const read = readSync(descriptor, bytes, filled, length - filled, offset + filled)
      if (read === 0) break
      filled += read
    }
    return bytes.subarray(0, filled)
  } finally {
    closeSync(descriptor)
  }
}
