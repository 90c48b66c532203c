import { breathing } from '../../../engine/breathing.ts'
import { limitOf, raising } from '../../limits.ts'
import { Collector } from '../collector.ts'
import type { CodingFacts, Decoder, DecoderOptions } from '../compression.ts'
import { TrailingBytes } from '../trailing.ts'
import { FrameReader } from './frame-reader.ts'
import { isFrameMagic, isSkippableMagic, littleEndian, longestPart, magicLength } from './frame.ts'
import { DecodingWork } from './work.ts'
import { loadXxh64, type Xxh64 } from './xxh64.ts'

type State = 'magic' | 'skip-length' | 'skip' | 'frame' | 'trailing' | 'stopped'

type Breath = ReturnType<typeof breathing>

/** Where it is time to breathe, and the place in the chunk to go on at. */
interface Paused {
  pause?: Promise<void>
  at: number
}

/**
 * Decodes zstd with its framing read here (RFC 8878): frames, skippable frames, windows and
 * truncation are known exactly, and the decoder proper receives whole blocks only, of a size that the
 * format allows. Frame checksums are verified here, since the decoder passes them over.
 */
export class ZstdDecoder implements Decoder {
  readonly #options: DecoderOptions
  /** The part that is being read. */
  readonly #held = new Collector(longestPart, magicLength)
  readonly #trailing = new TrailingBytes()
  readonly #work = new DecodingWork()
  /** Absent until something is written. */
  #createXxh64: (() => Xxh64) | undefined
  #state: State = 'magic'
  #frame: FrameReader | undefined
  /** Frames that have been read, skippable ones too. */
  #frames = 0
  #position = 0
  /** Bytes of a skippable frame that are still to come. */
  #skip = 0

  constructor(options: DecoderOptions) {
    this.#options = options
  }

  /** One piece of a few bytes can decode to gigabytes: now and then what else waits has its turn. */
  write(chunk: Uint8Array): Promise<void> | void {
    const breath = breathing()
    if (!this.#createXxh64) return this.#begin(chunk, breath)
    const paused = this.#writeUntil(chunk, 0, breath)
    return paused && this.#goOn(chunk, paused, breath)
  }

  async end(): Promise<CodingFacts> {
    const isAfterFrame = this.#state === 'magic' && this.#frames > 0
    if (isAfterFrame) this.#trailing.take(this.#held.bytes.subarray(0, this.#held.length))
    else if (this.#state !== 'stopped' && this.#state !== 'trailing') {
      this.#stop('truncated', 'ends in the middle of its zstd stream')
    }
    this.#trailing.report('zstd', 'frame', (code, message) => this.#report(code, message))
    return { coding: 'zstd', trailingZeros: this.#trailing.zeros, trailingGarbage: this.#trailing.garbage }
  }

  close(): void {
    this.#state = 'stopped'
    this.#frame = undefined
  }

  async #begin(chunk: Uint8Array, breath: Breath): Promise<void> {
    this.#createXxh64 = await loadXxh64()
    await this.#goOn(chunk, { at: 0 }, breath)
  }

  async #goOn(chunk: Uint8Array, first: Paused, breath: Breath): Promise<void> {
    for (let paused: Paused | undefined = first; paused;) {
      await paused.pause
      paused = this.#writeUntil(chunk, paused.at, breath)
    }
  }

  /** Returns where to go on where it is time to breathe. */
  #writeUntil(chunk: Uint8Array, from: number, breath: Breath): Paused | undefined {
    for (let at = from; at < chunk.length;) {
      const pause = breath()
      if (pause) return { pause, at }
      at += this.#take(chunk, at)
    }
    return undefined
  }

  /** Takes the part of a chunk that belongs to the current state; returns its length. */
  #take(chunk: Uint8Array, at: number): number {
    const rest = chunk.length - at
    switch (this.#state) {
      case 'stopped':
        return rest
      case 'trailing':
        this.#trailing.take(chunk.subarray(at))
        return rest
      case 'skip':
        return this.#skipOver(Math.min(this.#skip, rest))
      default: {
        const taken = this.#held.take(chunk, at)
        this.#position += taken
        if (this.#held.isWhole) this.#onWhole(this.#held.bytes)
        return taken
      }
    }
  }

  #onWhole(bytes: Uint8Array): void {
    if (this.#state === 'magic') this.#onMagic(bytes)
    else if (this.#state === 'skip-length') this.#onSkippable(littleEndian(bytes, 0, 4))
    else this.#onFramePart(bytes)
  }

  #report(code: string, message: string): void {
    this.#options.problem({ code, message, offset: this.#position })
  }

  #stop(code: string, message: string): void {
    this.close()
    this.#report(code, message)
  }

  #onMagic(bytes: Uint8Array): void {
    if (isSkippableMagic(bytes)) {
      this.#state = 'skip-length'
      this.#held.begin(4)
    } else if (isFrameMagic(bytes) && this.#createXxh64) this.#beginFrame(this.#createXxh64)
    else if (this.#frames === 0) this.#stop('zstd-header', 'is not zstd: its magic number is wrong')
    else {
      this.#state = 'trailing'
      this.#trailing.take(bytes.subarray(0, magicLength))
    }
  }

  #beginFrame(createXxh64: () => Xxh64): void {
    const { limits } = this.#options
    const limit = limitOf(limits, 'members')
    if (this.#frames >= limit) {
      return this.#stop('members', `has more than ${limit} zstd frames (${raising('members')})`)
    }
    this.#state = 'frame'
    this.#frame = new FrameReader({
      held: this.#held,
      windowLimit: limitOf(limits, 'zstd-window'),
      work: this.#work,
      createXxh64,
      number: this.#frames + 1,
      output: (bytes) => this.#state !== 'stopped' && this.#options.output(bytes),
      report: (code, message) => this.#report(code, message),
    })
  }

  #onFramePart(bytes: Uint8Array): void {
    const state = this.#frame?.take(bytes)
    if (state === 'failed') this.close()
    else if (state === 'ended') this.#endFrame()
  }

  #endFrame(): void {
    this.#frame = undefined
    this.#frames += 1
    this.#state = 'magic'
    this.#held.begin(magicLength)
  }

  #onSkippable(length: number): void {
    this.#skip = length
    if (length > 0) this.#state = 'skip'
    else this.#endFrame()
  }

  #skipOver(bytes: number): number {
    this.#skip -= bytes
    this.#position += bytes
    if (this.#skip === 0) this.#endFrame()
    return bytes
  }
}
