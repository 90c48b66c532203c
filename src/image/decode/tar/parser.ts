import { limitOf, raising, type ImageLimits } from '../../limits.ts'
import type { Problem } from '../../problem.ts'
import { BlockReader } from './blocks.ts'
import { isZero, tarBlock, textOf } from './bytes.ts'
import { problemsOfEnd, type TarEnd, type TarSummary } from './end.ts'
import { entryOf, type TarEntry } from './entry.ts'
import { ExtendedHeaders, isExtended } from './extended.ts'
import { decodeHeader, type RawHeader } from './header.ts'

export interface TarHandler {
  entry(entry: TarEntry): void
  /** Content of the last entry, valid during the call; without it content is passed over. */
  content?(bytes: Uint8Array): void
  problem(problem: Problem): void
}

/**
 * Reads a tar from bytes that are pushed in pieces of any size. It takes nothing on trust: a size
 * determines only how far to go on, and whatever is wrong is reported as a problem. It never throws.
 */
export class TarParser {
  readonly #handler: TarHandler
  readonly #extensionLimit: number
  readonly #blocks: BlockReader
  readonly #extended: ExtendedHeaders
  /** Offset of the first header of the entry that is being read. */
  #start: number | undefined
  /** The header of an entry whose sparse map is still to come. */
  #pending: RawHeader | undefined
  #entries = 0
  #zeroBlocks = 0
  #garbage = 0
  #stopped: string | undefined

  constructor(handler: TarHandler, limits?: ImageLimits) {
    this.#handler = handler
    // Of an extended header or a long name; writers stay far below.
    this.#extensionLimit = limitOf(limits, 'tar-header')
    this.#extended = new ExtendedHeaders(this.#extensionLimit, (code, message) =>
      this.#report(code, message, this.#start ?? this.#blocks.position),
    )
    this.#blocks = new BlockReader({
      block: (block, offset) => this.#onBlock(block, offset),
      content: (part) => (this.#extended.isOpen ? this.#extended.fill(part) : handler.content?.(part)),
      contentEnd: () => this.#extended.close(),
      rest: (bytes) => this.#onRest(bytes),
    })
  }

  push(chunk: Uint8Array): void {
    this.#blocks.push(chunk)
  }

  /** Bytes that a seekable source may leave out by calling `skip` instead of reading them. */
  get skippable(): number {
    const { part, remaining } = this.#blocks
    const isUnread = part === 'content' && !this.#extended.isOpen && !this.#handler.content
    return part === 'padding' || isUnread ? remaining : 0
  }

  skip(bytes: number): void {
    let rest = bytes
    // Never more than was offered, which may be content and then its padding.
    for (let part = this.skippable; rest > 0 && part > 0; part = this.skippable) {
      const take = Math.min(rest, part)
      this.#blocks.advance(take)
      rest -= take
    }
  }

  /** No more bytes come. `cut`: since something else broke off, which is reported already. */
  end(cut = false): TarSummary {
    const size = this.#blocks.position
    if (cut) this.#stopped ??= 'cut'
    else if (this.#stopped === undefined) this.#judgeEnd(size)
    const stopped = this.#stopped
    return {
      entries: this.#entries,
      size,
      endBlocks: this.#zeroBlocks,
      garbage: this.#garbage,
      ...(stopped === undefined ? {} : { stopped }),
    }
  }

  #report(code: string, message: string, offset: number, path?: string): void {
    this.#handler.problem({ code, message, offset, ...(path === undefined ? {} : { path }) })
  }

  #stop(code: string, message: string, offset: number, path?: string): void {
    this.#report(code, message, offset, path)
    this.#stopped = code
    this.#blocks.finish()
  }

  #onBlock(block: Uint8Array, offset: number): void {
    if (!this.#pending) return this.#onHeader(block, offset)
    // A block of a sparse map: its byte 504 states whether another one follows.
    if (block[504] === 0) this.#finishEntry(this.#pending)
  }

  #onHeader(block: Uint8Array, offset: number): void {
    if (block[0] === 0 && isZero(block)) return this.#onZeroBlock()
    if (this.#zeroBlocks === 1) {
      this.#report('lone-zero-block', 'has one block of zeros between its entries', offset - tarBlock)
      this.#zeroBlocks = 0
    }
    const header = decodeHeader(block, (problem) => this.#handler.problem({ ...problem, offset }))
    if (!header) return this.#onBadChecksum(offset)
    this.#start ??= offset
    const { type, size } = header
    if (size === undefined) {
      const message = 'has a header whose size is not a number or too large'
      return this.#stop('size', message, offset, textOf(header.name))
    }
    if (size < 0) {
      return this.#stop('negative-size', 'has a header with a negative size', offset, textOf(header.name))
    }
    if (isExtended(type)) return this.#onExtended(type, size, offset)
    if (header.sparse?.more === true) this.#pending = header
    else this.#finishEntry(header)
  }

  #onZeroBlock(): void {
    this.#zeroBlocks += 1
    if (this.#zeroBlocks === 2) this.#blocks.finish()
  }

  #onBadChecksum(offset: number): void {
    const isFirst = offset === 0 || (this.#entries === 0 && this.#start === undefined)
    if (isFirst) this.#stop('not-tar', 'does not begin with a tar header', offset)
    else this.#stop('checksum', 'has a header whose checksum is wrong', offset)
  }

  #onExtended(type: string, size: number, offset: number): void {
    if (size > this.#extensionLimit) {
      const message = `has an extended header of ${size} bytes, and at most ${this.#extensionLimit} are read (${raising('tar-header')})`
      return this.#stop('large-extension', message, offset)
    }
    this.#extended.open(type, size)
    this.#blocks.expect(size)
  }

  #finishEntry(header: RawHeader): void {
    const offset = this.#start ?? this.#blocks.position
    const at = { offset, contentOffset: this.#blocks.position }
    const made = entryOf(header, this.#extended, at, (code, message, path) =>
      this.#report(code, message, offset, path),
    )
    if ('code' in made) return this.#stop(made.code, made.message, offset, made.path)
    this.#entries += 1
    this.#handler.entry(made)
    this.#pending = undefined
    this.#start = undefined
    this.#extended.clear()
    this.#blocks.expect(made.size)
  }

  /** What follows the two blocks of zeros. */
  #onRest(bytes: Uint8Array): void {
    if (this.#stopped !== undefined) return
    if (this.#garbage > 0) this.#garbage += bytes.length
    else if (!isZero(bytes)) this.#garbage = bytes.length - bytes.findIndex((byte) => byte !== 0)
  }

  #judgeEnd(size: number): void {
    const end = { size, entries: this.#entries, endBlocks: this.#zeroBlocks, garbage: this.#garbage }
    for (const problem of problemsOfEnd({ ...end, inside: this.#inside() })) {
      const { stops, ...found } = problem
      this.#handler.problem(found)
      if (stops) this.#stopped = found.code
    }
  }

  /** What the last bytes are part of. */
  #inside(): TarEnd['inside'] {
    const { part, isInsideBlock } = this.#blocks
    if (part === 'padding') return 'padding'
    if (part === 'content' || this.#pending) return 'entry'
    // A block that follows extended headers belongs to the entry that they are part of.
    if (isInsideBlock) return this.#start === undefined ? 'block' : 'entry'
    return this.#start === undefined ? undefined : 'extension'
  }
}
