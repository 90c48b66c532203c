import { Collector } from '../collector.ts'
import type { CodingFacts, Decoder, DecoderOptions } from '../compression.ts'
import { limitOf, raising } from '../../limits.ts'
import { reasonOf } from '../../problem.ts'
import { TrailingBytes } from '../trailing.ts'
import { GzipBody } from './body.ts'
import { GzipHeader } from './header.ts'

type State = 'header' | 'body' | 'trailer' | 'between' | 'trailing' | 'stopped'

const trailerLength = 8

/**
 * Decodes gzip with its framing read here (RFC 1952), so that members, checksums and what follows
 * the last member are known exactly; node's own gunzip joins members and passes over zeros in silence.
 */
export class GzipDecoder implements Decoder {
  readonly #options: DecoderOptions
  readonly #memberLimit: number
  readonly #trailer = new Collector(trailerLength, trailerLength)
  readonly #trailing = new TrailingBytes()
  #state: State = 'header'
  #header = new GzipHeader()
  #body: GzipBody | undefined
  #members = 0
  #position = 0

  constructor(options: DecoderOptions) {
    this.#options = options
    this.#memberLimit = limitOf(options.limits, 'members')
  }

  async write(chunk: Uint8Array): Promise<void> {
    let at = 0
    while (at < chunk.length && this.#state !== 'stopped') {
      at += await this.#take(chunk.subarray(at))
    }
  }

  async end(): Promise<CodingFacts> {
    const isAfterMember = this.#members > 0
    if (this.#state === 'header' && isAfterMember) this.#trailing.takeGarbage(this.#header.size)
    else if (this.#state === 'header' || this.#state === 'body' || this.#state === 'trailer') {
      this.#stop('truncated', 'ends in the middle of its gzip stream')
    }
    this.close()
    this.#trailing.report('gzip', 'member', (code, message) => this.#report(code, message))
    return { coding: 'gzip', trailingZeros: this.#trailing.zeros, trailingGarbage: this.#trailing.garbage }
  }

  close(): void {
    this.#body?.close()
    this.#body = undefined
  }

  #report(code: string, message: string): void {
    this.#options.problem({ code, message, offset: this.#position })
  }

  #stop(code: string, message: string): void {
    this.#state = 'stopped'
    this.close()
    this.#report(code, message)
  }

  /** Takes the part of a piece that belongs to the current state; returns its length. */
  #take(piece: Uint8Array): Promise<number> | number {
    switch (this.#state) {
      case 'header':
        return this.#takeHeader(piece)
      case 'body':
        return this.#inflate(piece)
      case 'trailer':
        return this.#takeTrailer(piece)
      case 'between':
        if (piece[0] === 0x1f) return this.#nextMember(piece)
        this.#state = 'trailing'
        return 0
      default:
        this.#trailing.take(piece)
        return this.#advance(piece.length)
    }
  }

  #advance(bytes: number): number {
    this.#position += bytes
    return bytes
  }

  #takeHeader(piece: Uint8Array): number {
    const end = this.#advance(this.#header.take(piece, 0))
    const { wrong, done, badSum } = this.#header
    if (wrong !== undefined) return this.#onWrongHeader(wrong, piece, end)
    if (!done) return end
    if (badSum) {
      const message = `states a checksum of its gzip header that the header does not have (member ${this.#members + 1})`
      this.#report('gzip-header-checksum', message)
    }
    this.#body = new GzipBody((bytes) => this.#options.output(bytes))
    this.#state = 'body'
    return end
  }

  #onWrongHeader(wrong: string, piece: Uint8Array, end: number): number {
    if (this.#members === 0) this.#stop('gzip-header', wrong)
    else {
      this.#state = 'trailing'
      // Of the header too, which may have begun in the piece before.
      this.#trailing.takeGarbage(this.#header.size + piece.length - end)
    }
    return piece.length
  }

  /** Inflates until the piece is used up or the deflate stream ends. */
  async #inflate(piece: Uint8Array): Promise<number> {
    const { outcome, used } = await this.#body!.inflate(piece)
    this.#advance(used)
    if (outcome === 'unwanted') {
      this.#state = 'stopped'
      this.#body = undefined
    } else if (outcome instanceof Error) {
      this.#stop('gzip-data', `has compressed data that cannot be decoded (${reasonOf(outcome)})`)
    } else if (outcome === 'ended') {
      this.#state = 'trailer'
      this.#trailer.begin(trailerLength)
    }
    return used
  }

  #takeTrailer(piece: Uint8Array): number {
    const taken = this.#advance(this.#trailer.take(piece, 0))
    if (this.#trailer.isWhole) this.#finishMember()
    return taken
  }

  #finishMember(): void {
    const { crc, size } = this.#body!
    this.close()
    this.#members += 1
    this.#state = 'between'
    const view = new DataView(this.#trailer.bytes.buffer)
    if (view.getUint32(0, true) !== crc) {
      this.#report(
        'gzip-checksum',
        `states a checksum that its content does not have (member ${this.#members})`,
      )
    }
    if (view.getUint32(4, true) !== size % 2 ** 32) {
      this.#report('gzip-size', `states a size that its content does not have (member ${this.#members})`)
    }
  }

  #nextMember(piece: Uint8Array): number {
    if (this.#members >= this.#memberLimit) {
      this.#stop('members', `has more than ${this.#memberLimit} gzip members (${raising('members')})`)
      return piece.length
    }
    this.#header = new GzipHeader()
    this.#state = 'header'
    return 0
  }
}
