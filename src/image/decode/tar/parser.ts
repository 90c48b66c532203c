import { limitOf, raising, type ImageLimits } from '../../limits.ts'
import { paxNumber, readPax, type PaxRecord } from './pax.ts'
import type { Problem } from '../../problem.ts'
import { decodeHeader, isText, isZeroBlock, tarBlock, textOf, untilNul, type RawHeader } from './header.ts'

/** One file of an archive, with what its header and its extended headers say of it. */
export interface TarEntry extends Omit<RawHeader, 'name' | 'link' | 'size' | 'sparse'> {
  /** Offset of its first header block, extended headers included. */
  offset: number
  /** Offset of its content. */
  contentOffset: number
  /** Bytes of content in the archive. Never negative, always a safe integer. */
  size: number
  name: string
  nameBytes: Uint8Array
  link: string
  linkBytes: Uint8Array
  /** Its own PAX records, in their order. */
  pax: readonly PaxRecord[]
  /** Global PAX records that are in force, the same list for all entries up to the next global header. */
  globalPax: readonly PaxRecord[]
  /** How the file is stored with holes, if it is. */
  sparse?: 'gnu' | 'pax'
}

/** What follows the last entry, and how the archive ends. */
export interface TarSummary {
  entries: number
  /** All bytes that were read. */
  size: number
  /** Blocks of zeros that end the archive: two are right. */
  endBlocks: number
  /** Bytes from the first one after the end blocks that is not zero. */
  garbage: number
  /** The problem after which nothing could be read any more. */
  stopped?: string
}

export interface TarHandler {
  entry(entry: TarEntry): void
  /** Content of the last entry, valid during the call; without it content is passed over. */
  content?(bytes: Uint8Array): void
  problem(problem: Problem): void
}

export interface TarParser {
  push(chunk: Uint8Array): void
  /** Bytes that a seekable source may leave out by calling `skip` instead of reading them. */
  readonly skippable: number
  skip(bytes: number): void
  /** No more bytes come. `cut`: since something else broke off, which is told already. */
  end(cut?: boolean): TarSummary
}

/** The last record of a key wins, and local ones come after global ones; an empty value unsets. */
function paxValue(local: readonly PaxRecord[], global: GlobalPax, key: string): Uint8Array | undefined {
  const value = local.findLast((record) => record.key === key)?.value ?? global.values.get(key)
  return value && value.length > 0 ? value : undefined
}

/** Global records as they are looked for: a header can have a hundred thousand, and they hold for each entry after it. */
interface GlobalPax {
  records: readonly PaxRecord[]
  values: ReadonlyMap<string, Uint8Array>
  isSparse: boolean
}

const isSparseRecord = ({ key }: PaxRecord): boolean => key.startsWith('GNU.sparse.')

const globalPax = (records: readonly PaxRecord[]): GlobalPax => ({
  records,
  values: new Map(records.map(({ key, value }) => [key, value])),
  isSparse: records.some(isSparseRecord),
})

type State = 'header' | 'sparse-map' | 'content' | 'extension' | 'padding' | 'trailer' | 'stopped'

const zeros = new Uint8Array(64 * 1024)

/** Compares blocks, since a loop over bytes is slow where a layer ends in gigabytes of zeros. */
function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length)
    if (Buffer.compare(part, zeros.subarray(0, part.length)) !== 0) return false
  }
  return true
}

/** Links, devices, directories and FIFOs, which have no content. */
const withoutContent = /^[1-6]$/

/**
 * Reads a tar from bytes that are pushed in pieces of any size. It takes nothing on trust: a size
 * says only how far to go on, and whatever is wrong is told as a problem. It never throws.
 */
export function tarParser(handler: TarHandler, limits?: ImageLimits): TarParser {
  // Of an extended header or a long name; writers stay far below.
  const extensionLimit = limitOf(limits, 'tar-header')
  let state: State = 'header'
  let position = 0
  /** Bytes of content, of an extension or of padding that are still to come. */
  let remaining = 0
  let padding = 0
  const held = new Uint8Array(tarBlock)
  let heldLength = 0
  let zeroBlocks = 0
  let entries = 0
  let garbage = 0
  let stopped: string | undefined

  /** What extended headers say of the next entry. */
  let start: number | undefined
  let longName: Uint8Array | undefined
  let longLink: Uint8Array | undefined
  let local: PaxRecord[] = []
  let global = globalPax([])
  let extension: { type: string; bytes: Uint8Array; filled: number } | undefined
  let pending: { header: RawHeader; size: number } | undefined

  const tell = (code: string, message: string, offset: number, path?: string) =>
    handler.problem({ code, message, offset, ...(path === undefined ? {} : { path }) })
  const stop = (code: string, message: string, offset: number, path?: string) => {
    tell(code, message, offset, path)
    stopped = code
    state = 'stopped'
  }

  const finishContent = () => {
    remaining = padding
    state = padding > 0 ? 'padding' : 'header'
  }

  const begin = (size: number, next: 'content' | 'extension') => {
    remaining = size
    padding = (tarBlock - (size % tarBlock)) % tarBlock
    state = next
    if (size > 0) return
    if (next === 'extension') finishExtension()
    finishContent()
  }

  function finishExtension(): void {
    if (!extension) return
    const { type, bytes } = extension
    extension = undefined
    if (type === 'L') longName = untilNul(bytes)
    else if (type === 'K') longLink = untilNul(bytes)
    else {
      const { records, broken } = readPax(bytes)
      if (broken !== undefined) tell('pax', `has ${broken}`, start ?? position)
      if (type === 'g') {
        const keys = new Set(records.map(({ key }) => key))
        const all = [...global.records.filter(({ key }) => !keys.has(key)), ...records]
        const held = all.reduce((total, { key, value }) => total + key.length + value.length, 0)
        if (held <= extensionLimit) global = globalPax(all)
        else {
          const message = `has more than ${extensionLimit} bytes of global extended headers (${raising('tar-header')})`
          tell('large-extension', message, start ?? position)
        }
      } else {
        if (local.length > 0)
          tell('repeated-extension', 'has two extended headers for one entry', start ?? position)
        local = records
      }
    }
  }

  function onHeader(block: Uint8Array, offset: number): void {
    if (isZeroBlock(block)) {
      zeroBlocks += 1
      if (zeroBlocks === 2) state = 'trailer'
      return
    }
    if (zeroBlocks === 1) {
      tell('lone-zero-block', 'has one block of zeros between its entries', offset - tarBlock)
      zeroBlocks = 0
    }
    const header = decodeHeader(block, (problem) => handler.problem({ ...problem, offset }))
    if (!header) {
      const first = offset === 0 || (entries === 0 && start === undefined)
      return first
        ? stop('not-tar', 'does not begin with a tar header', offset)
        : stop('checksum', 'has a header whose checksum is wrong', offset)
    }
    start ??= offset
    const { type } = header
    if (header.size === undefined) {
      return stop('size', 'has a header whose size is no number or too large', offset, textOf(header.name))
    }
    if (header.size < 0) {
      return stop('negative-size', 'has a header with a negative size', offset, textOf(header.name))
    }
    if (type === 'L' || type === 'K' || type === 'x' || type === 'g' || type === 'X') {
      if (header.size > extensionLimit) {
        const message = `has an extended header of ${header.size} bytes, and at most ${extensionLimit} are read (${raising('tar-header')})`
        return stop('large-extension', message, offset)
      }
      extension = { type, bytes: new Uint8Array(header.size), filled: 0 }
      return begin(header.size, 'extension')
    }
    pending = { header, size: header.size }
    if (header.sparse?.more === true) state = 'sparse-map'
    else emit()
  }

  function emit(): void {
    if (!pending) return
    const { header } = pending
    const nameBytes = paxValue(local, global, 'path') ?? longName ?? header.name
    const linkBytes = paxValue(local, global, 'linkpath') ?? longLink ?? header.link
    const name = textOf(nameBytes)
    const at = start ?? position
    let { size } = pending
    const paxSize = paxValue(local, global, 'size')
    if (paxSize !== undefined) {
      const number = paxNumber(paxSize)
      if (number === undefined || !Number.isInteger(number)) {
        return stop('size', 'has an extended header whose size is no number or too large', at, name)
      }
      if (number < 0) return stop('negative-size', 'has an extended header with a negative size', at, name)
      size = number
    }
    const number = (key: string, otherwise: number | undefined): number | undefined => {
      const value = paxValue(local, global, key)
      if (value === undefined) return otherwise
      const read = paxNumber(value)
      if (read === undefined) tell('number', `has no number in its extended header ${key}`, at, name)
      return read
    }
    const text = (key: string, otherwise: string): string => {
      const value = paxValue(local, global, key)
      return value === undefined ? otherwise : textOf(value)
    }
    if (!isText(nameBytes)) tell('name-not-utf8', 'has an entry whose name is not UTF-8', at, name)
    if (nameBytes.includes(0)) tell('name-with-nul', 'has an entry whose name holds a NUL', at, name)
    if (nameBytes.length === 0) tell('name-empty', 'has an entry without a name', at)
    const sparse = header.sparse ? 'gnu' : global.isSparse || local.some(isSparseRecord) ? 'pax' : undefined
    entries += 1
    // Old writers put a size there nevertheless.
    const stored = withoutContent.test(header.type) ? 0 : size
    if (stored !== size)
      tell('size-without-content', `has a size on an entry of type ${header.type}`, at, name)
    const { format, type, mode, devmajor, devminor } = header
    handler.entry({
      offset: at,
      contentOffset: position,
      format,
      type,
      mode,
      devmajor,
      devminor,
      size: stored,
      name,
      nameBytes,
      link: textOf(linkBytes),
      linkBytes,
      uid: number('uid', header.uid),
      gid: number('gid', header.gid),
      mtime: number('mtime', header.mtime),
      uname: text('uname', header.uname),
      gname: text('gname', header.gname),
      pax: local,
      globalPax: global.records,
      ...(sparse === undefined ? {} : { sparse }),
    })
    pending = undefined
    start = undefined
    longName = undefined
    longLink = undefined
    local = []
    begin(stored, 'content')
  }

  function onBlock(block: Uint8Array, offset: number): void {
    if (state === 'header') return onHeader(block, offset)
    if (block[504] === 0) emit()
  }

  const advance = (bytes: number) => {
    position += bytes
    remaining -= bytes
    if (remaining > 0) return
    if (state === 'padding') state = 'header'
    else {
      if (state === 'extension') finishExtension()
      finishContent()
    }
  }

  function pushBody(chunk: Uint8Array, at: number): number {
    const take = Math.min(remaining, chunk.length - at)
    const part = chunk.subarray(at, at + take)
    if (state === 'content') handler.content?.(part)
    else if (state === 'extension' && extension) {
      extension.bytes.set(part, extension.filled)
      extension.filled += take
    }
    advance(take)
    return at + take
  }

  function pushBlock(chunk: Uint8Array, at: number): number {
    if (heldLength === 0 && chunk.length - at >= tarBlock) {
      position += tarBlock
      onBlock(chunk.subarray(at, at + tarBlock), position - tarBlock)
      return at + tarBlock
    }
    const take = Math.min(tarBlock - heldLength, chunk.length - at)
    held.set(chunk.subarray(at, at + take), heldLength)
    heldLength += take
    position += take
    if (heldLength === tarBlock) {
      heldLength = 0
      onBlock(held, position - tarBlock)
    }
    return at + take
  }

  function pushTrailer(chunk: Uint8Array, at: number): void {
    const rest = chunk.subarray(at)
    position += rest.length
    if (state === 'stopped') return
    if (garbage > 0) garbage += rest.length
    else if (!isZero(rest)) garbage = rest.length - rest.findIndex((byte) => byte !== 0)
  }

  const skippable = (): number =>
    state === 'padding' || (state === 'content' && !handler.content) ? remaining : 0

  return {
    push(chunk) {
      let at = 0
      while (at < chunk.length) {
        if (state === 'header' || state === 'sparse-map') at = pushBlock(chunk, at)
        else if (state === 'trailer' || state === 'stopped') return pushTrailer(chunk, at)
        else at = pushBody(chunk, at)
      }
    },
    get skippable() {
      return skippable()
    },
    skip(bytes) {
      let rest = bytes
      // Never more than was offered, which may be content and then its padding.
      for (let part = skippable(); rest > 0 && part > 0; part = skippable()) {
        const take = Math.min(rest, part)
        advance(take)
        rest -= take
      }
    },
    end(cut = false) {
      const size = position
      if (cut) stopped ??= 'cut'
      else if (state !== 'stopped') {
        if (size === 0) tell('empty', 'has no bytes at all, not even the blocks that end a tar', 0)
        else if (entries === 0 && start === undefined && heldLength > 0) {
          stop('not-tar', 'is too short for a tar header', 0)
        } else if (state === 'padding') {
          // All content is there: some writers stop at its last byte.
          tell('end-blocks', 'ends without filling its last block, and without the two blocks of zeros', size)
        } else if (heldLength > 0 || (state !== 'header' && state !== 'trailer')) {
          stop('truncated', 'ends in the middle of an entry', size)
        } else if (start !== undefined) {
          stop('truncated', 'ends after an extended header, without the entry that it speaks of', size)
        } else if (zeroBlocks < 2) {
          tell('end-blocks', `ends with ${zeroBlocks} blocks of zeros instead of two`, size)
        }
        if (garbage > 0) tell('garbage', `has ${garbage} bytes after the blocks of zeros that end it`, size)
      }
      return {
        entries,
        size,
        endBlocks: zeroBlocks,
        garbage,
        ...(stopped === undefined ? {} : { stopped }),
      }
    },
  }
}
