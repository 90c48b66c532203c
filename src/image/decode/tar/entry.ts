import { isText, textOf } from './bytes.ts'
import type { ExtendedHeaders } from './extended.ts'
import type { RawHeader } from './header.ts'
import { paxNumber, type PaxRecord } from './pax.ts'

/** One file of an archive, with what its header and its extended headers contain. */
export interface TarEntry {
  /** Offset of its first header block, extended headers included. */
  offset: number
  /** Offset of its content. */
  contentOffset: number
  /** One character; NUL, the old mark of a regular file, stays `\0`. */
  type: string
  /** Bytes of content in the archive. Never negative, always a safe integer. */
  size: number
  name: string
  link: string
  /** Permission bits with set-user-ID, set-group-ID and sticky; 0 where it is not a number, as the other ones. */
  mode: number
  uid: number
  gid: number
  /** Seconds since 1970, with fractions in a PAX record. */
  mtime: number
  /** Its own PAX records, in their order. */
  pax: readonly PaxRecord[]
  /** Global PAX records that are in force, the same list for all entries up to the next global header. */
  globalPax: readonly PaxRecord[]
  /** True where it is stored with holes. */
  sparse: boolean
}

/** Why nothing can be read any more from a header on. */
export interface Stop {
  code: string
  message: string
}

/** Links, devices, directories and FIFOs, which have no content. */
const withoutContent = /^[1-6]$/

/** The size that an entry states, by its extended header first. */
function statedSize(size: number, pax: Uint8Array | undefined): number | Stop {
  if (pax === undefined) return size
  const number = paxNumber(pax)
  if (number === undefined || !Number.isInteger(number))
    return { code: 'size', message: 'has an extended header whose size is not a number or too large' }
  if (number < 0) return { code: 'negative-size', message: 'has an extended header with a negative size' }
  return number
}

/** Makes an entry of its headers; what is odd about them is reported. Returns why that is not possible otherwise. */
export function entryOf(
  header: RawHeader,
  extended: ExtendedHeaders,
  at: Pick<TarEntry, 'offset' | 'contentOffset'>,
  problem: (code: string, message: string, path?: string) => void,
): TarEntry | (Stop & { path: string }) {
  const { type } = header
  const nameBytes = extended.name(header.name)
  const name = textOf(nameBytes)
  const stated = statedSize(header.size ?? 0, extended.value('size'))
  if (typeof stated !== 'number') return { ...stated, path: name }
  if (!isText(nameBytes)) problem('name-not-utf8', 'has an entry whose name is not UTF-8', name)
  if (nameBytes.includes(0)) problem('name-with-nul', 'has an entry whose name holds a NUL', name)
  if (nameBytes.length === 0) problem('name-empty', 'has an entry without a name')
  // Old writers put a size there nevertheless.
  const size = withoutContent.test(type) ? 0 : stated
  if (size !== stated) problem('size-without-content', `has a size on an entry of type ${type}`, name)
  /** A number that a PAX record can have instead of the header. */
  const numberOf = (key: 'uid' | 'gid' | 'mtime'): number => {
    const value = extended.value(key)
    const number = value && paxNumber(value)
    if (value && number === undefined) problem('number', `has no number in its extended header ${key}`, name)
    return number ?? header[key] ?? 0
  }
  return {
    // One by one: spreading an object for each entry takes longer than all of the rest.
    offset: at.offset,
    contentOffset: at.contentOffset,
    type,
    size,
    name,
    link: textOf(extended.link(header.link)),
    // Old writers put the type of the file above these bits.
    mode: (header.mode ?? 0) & 0o7777,
    uid: numberOf('uid'),
    gid: numberOf('gid'),
    mtime: numberOf('mtime'),
    pax: extended.local,
    globalPax: extended.global,
    sparse: header.sparse !== undefined || extended.isSparse,
  }
}
