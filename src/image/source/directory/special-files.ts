import type { Dirent, Stats } from 'node:fs'
import type { BlobRequest } from '../../decode/blob.ts'
import type { FileRange } from '../../file-range.ts'
import type { BlobOutcome } from '../../decode/blob.ts'

/** Bytes of the blocks that stat counts, whatever those of the file system are (stat(2)). */
const blockSize = 512

/** Bytes that a file takes on its disk; less than its length where it has holes. */
export const allocatedBytes = ({ blocks }: Stats): number => blocks * blockSize

/** Bytes beyond what descriptors state up to which a file is read whatever it consists of. */
const patience = 256 * 1024 ** 2

/** How many times as long as what it takes on its disk a file may be; file systems that compress have some such files. */
const mostHoles = 64

/** A file far larger than any descriptor states that consists mostly of holes: reading it would take hours. */
export function holesIn(
  { length, allocated = length }: FileRange,
  request: BlobRequest,
): BlobOutcome | undefined {
  if (length <= (request.size ?? 0) + patience || allocated * mostHoles > length) return undefined
  const message = `is a file of ${length} bytes of which ${allocated} are allocated, so it is not read`
  return { request, failure: { code: 'too-large', message }, read: length, allocated }
}

/** What is neither a file, a folder nor a link, for people. */
export function specialOf(entry: Dirent): string {
  if (entry.isFIFO()) return 'a FIFO'
  if (entry.isSocket()) return 'a socket'
  return entry.isCharacterDevice() || entry.isBlockDevice() ? 'a device' : 'a special file'
}
