import { raising } from '../../limits.ts'
import { reasonOf } from '../../problem.ts'
import type { Collector } from '../collector.ts'
import { FrameContent } from './frame-content.ts'
import {
  blockHeaderLength,
  checksumLength,
  frameHeaderLength,
  largestBlock,
  littleEndian,
  readBlockHeader,
  readFrameHeader,
  type BlockHeader,
  type FrameHeader,
} from './frame.ts'
import type { DecodingWork } from './work.ts'
import type { Xxh64 } from './xxh64.ts'

export interface FrameOptions {
  /** Collects the parts of the frame; it already has its magic number. */
  held: Collector
  /** Bytes. */
  windowLimit: number
  /** Of all frames of the stream. */
  work: DecodingWork
  createXxh64: () => Xxh64
  /** Counted from 1, for people. */
  number: number
  /** Receives what comes out, valid during the call; false stops the decoding. */
  output(bytes: Uint8Array): boolean
  report(code: string, message: string): void
}

/** `open`: more parts follow. `failed`: what follows cannot be decoded, or nobody wants it. */
export type FrameState = 'open' | 'ended' | 'failed'

/** Reads one frame, whose parts are collected for it one after the other. */
export class FrameReader {
  readonly #options: FrameOptions
  #state: FrameState = 'open'
  #header: FrameHeader | undefined
  #content: FrameContent | undefined
  #block: BlockHeader | undefined
  /** What is done with the part that is being collected. */
  #onPart: (bytes: Uint8Array) => void

  constructor(options: FrameOptions) {
    this.#options = options
    this.#onPart = (bytes) => this.#onHeader(bytes)
    // Up to the byte that determines how long the header is.
    options.held.extend(5)
  }

  /** Takes a part that is whole. */
  take(bytes: Uint8Array): FrameState {
    this.#onPart(bytes)
    return this.#state
  }

  #expect(length: number, onPart: (bytes: Uint8Array) => void): void {
    this.#options.held.begin(length)
    this.#onPart = onPart
  }

  #fail(code: string, message: string): void {
    this.#state = 'failed'
    this.#options.report(code, message)
  }

  #onHeader(bytes: Uint8Array): void {
    const { held, windowLimit, createXxh64 } = this.#options
    const length = frameHeaderLength(bytes)
    if (held.length < length) return held.extend(length)
    const header = readFrameHeader(bytes)
    const wrong = wrongIn(header, windowLimit)
    if (wrong) return this.#fail(wrong.code, wrong.message)
    this.#header = header
    this.#content = new FrameContent(header, createXxh64, (decoded) => this.#onOutput(decoded))
    if (this.#decode(bytes.slice(0, length))) this.#expectBlock()
  }

  #onOutput(decoded: Uint8Array): void {
    this.#options.work.addOutput(decoded.length)
    if (this.#state === 'open' && !this.#options.output(decoded)) this.#state = 'failed'
  }

  /** False where nothing more is decoded. */
  #decode(bytes: Uint8Array, isLast = false): boolean {
    try {
      this.#content?.push(bytes, isLast)
    } catch (error) {
      this.#fail('zstd-data', `has compressed data that cannot be decoded (${reasonOf(error)})`)
    }
    return this.#state === 'open'
  }

  #expectBlock(): void {
    this.#expect(blockHeaderLength, (bytes) => this.#onBlockHeader(readBlockHeader(bytes)))
  }

  #onBlockHeader(block: BlockHeader): void {
    const { held } = this.#options
    const largest = Math.min(largestBlock, Math.max(this.#header?.window ?? 0, 1))
    if (block.type === 'reserved') return this.#fail('zstd-data', 'has a zstd block of the reserved type')
    if (block.size > largest) {
      const message = `has a zstd block of ${block.size} bytes where ${largest} are allowed`
      return this.#fail('zstd-data', message)
    }
    this.#block = block
    if (block.stored === 0) return this.#onBlock(held.bytes)
    held.extend(blockHeaderLength + block.stored)
    this.#onPart = (bytes) => this.#onBlock(bytes)
  }

  #onBlock(bytes: Uint8Array): void {
    if (!this.#header || !this.#block) return
    const { window, checksum } = this.#header
    const { last, stored } = this.#block
    const { work } = this.#options
    work.addBlock(window)
    if (work.isTooMuch) {
      const message = 'has too small blocks for so large a window, so that they are not decoded'
      return this.#fail('zstd-work', message)
    }
    // The decoder does not read the checksum, but it wants to see that many bytes.
    const end = blockHeaderLength + stored + (last && checksum ? checksumLength : 0)
    if (!this.#decode(bytes.slice(0, end), last)) return
    if (!last) this.#expectBlock()
    else if (checksum) this.#expect(checksumLength, (found) => this.#onChecksum(found))
    else this.#end()
  }

  #onChecksum(bytes: Uint8Array): void {
    if (this.#content?.hasChecksum(littleEndian(bytes, 0, checksumLength)) === false) {
      const message = `states a checksum that its content does not have (frame ${this.#options.number})`
      this.#options.report('zstd-checksum', message)
    }
    this.#end()
  }

  #end(): void {
    this.#state = 'ended'
    const stated = this.#header?.contentSize
    const size = this.#content?.size
    if (stated === undefined || stated === size) return
    const message = `states a content of ${stated} bytes in a zstd frame that has ${size}`
    this.#options.report('zstd-size', message)
  }
}

/** What keeps a frame from being decoded. */
function wrongIn({ reserved, dictionary, window }: FrameHeader, windowLimit: number) {
  if (reserved) return { code: 'zstd-header', message: 'sets a reserved bit in a zstd frame header' }
  if (dictionary !== 0) {
    const message = `needs the zstd dictionary ${dictionary}, which no layer carries`
    return { code: 'zstd-dictionary', message }
  }
  if (window <= windowLimit) return undefined
  const message = `requires a zstd window of ${window} bytes, and one of ${windowLimit} is allowed (${raising('zstd-window')})`
  return { code: 'zstd-window', message }
}
