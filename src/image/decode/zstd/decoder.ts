import { Decompress } from 'fzstd'
import { breathing } from '../../../engine/breathing.ts'
import type { CodingFacts, Decoder, DecoderOptions } from '../compression.ts'
import { limitOf, raising } from '../../limits.ts'
import { reasonOf } from '../../problem.ts'
import {
  frameHeaderLength,
  longestFrameHeader,
  readBlockHeader,
  readFrameHeader,
  type BlockHeader,
  type FrameHeader,
} from './frame.ts'
import { xxh64, type Xxh64 } from './xxh64.ts'

const largestBlock = 128 * 1024

/** Moving the window for each block is what the decoder spends its time on; legal streams stay far below. */
const freeWork = 64 * 1024 ** 3
const workPerByte = 4096

type State =
  | 'magic'
  | 'frame-header'
  | 'skip-length'
  | 'skip'
  | 'block-header'
  | 'block'
  | 'checksum'
  | 'stopped'

type Breath = ReturnType<typeof breathing>

interface Paused {
  pause: Promise<void>
  chunk: Uint8Array
}

/**
 * Decodes zstd with its framing read here (RFC 8878): frames, skippable frames, windows and
 * truncation are known exactly, and the decoder proper is only given whole blocks of a size that the
 * format allows. Frame checksums are verified here, since the decoder passes them over.
 */
export function zstdDecoder(options: DecoderOptions): Decoder {
  const windowLimit = limitOf(options.limits, 'zstd-window')
  const memberLimit = limitOf(options.limits, 'members')
  let state: State = 'magic'
  let position = 0
  let members = 0
  let skippable = 0
  let trailingZeros = 0
  let trailingGarbage = 0
  let window = 0
  let skip = 0
  let frame: FrameHeader | undefined
  let block: BlockHeader | undefined
  let decoder: Decompress | undefined
  /** Of the frame's content, where the frame states one. */
  let checksum: Xxh64 | undefined
  let decoded = 0
  let written = 0
  let work = 0

  /** Bytes of the part that is being collected; `needed` of them make it whole. */
  const held = new Uint8Array(largestBlock + 3 + longestFrameHeader + 4)
  let length = 0
  let needed = 4

  const expect = (next: State, bytes: number) => {
    state = next
    needed = bytes
    length = 0
  }
  const tell = (code: string, message: string) => options.problem({ code, message, offset: position })
  const stop = (code: string, message: string) => {
    state = 'stopped'
    decoder = undefined
    tell(code, message)
  }

  function onMagic(): void {
    const isSkippable = held[0]! >= 0x50 && held[0]! <= 0x5f && held[1] === 0x2a && held[2] === 0x4d
    if (isSkippable && held[3] === 0x18) return expect('skip-length', 4)
    if (held[0] === 0x28 && held[1] === 0xb5 && held[2] === 0x2f && held[3] === 0xfd) {
      if (members + skippable >= memberLimit) {
        return stop('members', `has more than ${memberLimit} zstd frames (${raising('members')})`)
      }
      state = 'frame-header'
      needed = 5
      return
    }
    if (members + skippable === 0) return stop('zstd-header', 'is no zstd: its magic number is wrong')
    state = 'stopped'
    const zeros = held.subarray(0, 4).every((byte) => byte === 0)
    if (zeros) trailingZeros = 4
    else trailingGarbage = 4
  }

  function onFrameHeader(): void {
    const whole = frameHeaderLength(held)
    if (length < whole) {
      needed = whole
      return
    }
    frame = readFrameHeader(held)
    window = Math.max(window, frame.window)
    if (frame.reserved) return stop('zstd-header', 'sets a reserved bit in a zstd frame header')
    if (frame.dictionary !== 0) {
      return stop('zstd-dictionary', `needs the zstd dictionary ${frame.dictionary}, which no layer carries`)
    }
    if (frame.window > windowLimit) {
      const message = `requires a zstd window of ${frame.window} bytes, and one of ${windowLimit} is allowed (${raising('zstd-window')})`
      return stop('zstd-window', message)
    }
    decoded = 0
    checksum = frame.checksum ? xxh64() : undefined
    decoder = new Decompress((bytes) => {
      decoded += bytes.length
      written += bytes.length
      checksum?.update(bytes)
      if (bytes.length > 0 && state !== 'stopped' && !options.output(bytes)) {
        state = 'stopped'
        decoder = undefined
      }
    })
    // The decoder keeps what is too short to start with, so it is given a copy.
    give(held.slice(0, whole), false)
    if (state === 'frame-header') expect('block-header', 3)
  }

  function onBlockHeader(): void {
    block = readBlockHeader(held)
    const largest = Math.min(largestBlock, Math.max(frame!.window, 1))
    if (block.type === 'reserved') return stop('zstd-data', 'has a zstd block of the reserved type')
    if (block.size > largest) {
      return stop('zstd-data', `has a zstd block of ${block.size} bytes where ${largest} are allowed`)
    }
    state = 'block'
    needed = 3 + block.stored
    if (block.stored === 0) onBlock()
  }

  function onBlock(): void {
    const { last } = block!
    work += frame!.window
    if (work > freeWork && work > written * workPerByte) {
      return stop('zstd-work', 'has so small blocks for so large a window that decoding them is given up')
    }
    // The checksum is not read by the decoder, but it wants to see that many bytes.
    const end = last && frame!.checksum ? length + 4 : length
    give(held.slice(0, end), last)
    if (state === 'stopped') return
    if (!last) return expect('block-header', 3)
    if (frame!.checksum) return expect('checksum', 4)
    finishFrame()
  }

  function give(bytes: Uint8Array, final: boolean): void {
    try {
      decoder?.push(bytes, final)
    } catch (error) {
      stop('zstd-data', `has compressed data that cannot be decoded (${reasonOf(error)})`)
    }
  }

  /** The last four bytes of a frame are the lower half of the hash of its content (RFC 8878, 3.1.1). */
  function onChecksum(): void {
    const stated = new DataView(held.buffer).getUint32(0, true)
    if (BigInt.asUintN(32, checksum?.digest() ?? 0n) !== BigInt(stated)) {
      tell(
        'zstd-checksum',
        `states a checksum that its content does not have (frame ${members + skippable + 1})`,
      )
    }
    finishFrame()
  }

  function finishFrame(): void {
    decoder = undefined
    checksum = undefined
    members += 1
    const stated = frame?.contentSize
    if (stated !== undefined && stated !== decoded) {
      tell('zstd-size', `states a content of ${stated} bytes in a zstd frame that has ${decoded}`)
    }
    expect('magic', 4)
  }

  const whole: Record<State, () => void> = {
    magic: onMagic,
    'frame-header': onFrameHeader,
    'skip-length': () => {
      skip = held[0]! + held[1]! * 2 ** 8 + held[2]! * 2 ** 16 + held[3]! * 2 ** 24
      skippable += 1
      expect(skip > 0 ? 'skip' : 'magic', 4)
    },
    skip: () => {},
    'block-header': onBlockHeader,
    block: onBlock,
    checksum: onChecksum,
    stopped: () => {},
  }

  /** One piece of a few bytes can decode to gigabytes: now and then what else waits has its turn. */
  function write(chunk: Uint8Array): Promise<void> | void {
    const breath = breathing()
    const rest = writeUntil(chunk, breath)
    return rest && goOn(rest, breath)
  }

  async function goOn(paused: Paused, breath: Breath): Promise<void> {
    for (let rest: Paused | undefined = paused; rest; rest = writeUntil(rest.chunk, breath)) await rest.pause
  }

  /** The answer is what is left of the chunk where it is time to breathe. */
  function writeUntil(chunk: Uint8Array, breath: Breath): Paused | undefined {
    let at = 0
    while (at < chunk.length) {
      const pause = breath()
      if (pause) return { pause, chunk: chunk.subarray(at) }
      if (state === 'stopped') {
        if (trailingZeros > 0 && chunk.subarray(at).every((byte) => byte === 0)) {
          trailingZeros += chunk.length - at
        } else if (trailingZeros + trailingGarbage > 0) trailingGarbage += chunk.length - at
        return undefined
      }
      const rest = chunk.length - at
      if (state === 'skip') {
        const take = Math.min(skip, rest)
        skip -= take
        at += take
        position += take
        if (skip === 0) expect('magic', 4)
        continue
      }
      const take = Math.min(needed - length, rest)
      held.set(chunk.subarray(at, at + take), length)
      length += take
      at += take
      position += take
      if (length === needed) whole[state]()
    }
    return undefined
  }

  return {
    write,
    async end() {
      if (state === 'magic' && length > 0 && members + skippable > 0) {
        if (held.subarray(0, length).every((byte) => byte === 0)) trailingZeros = length
        else trailingGarbage = length
      }
      // Nothing held and a frame seen: it ends where a frame ends.
      else if (state !== 'stopped' && (state !== 'magic' || members + skippable === 0))
        stop('truncated', 'ends in the middle of its zstd stream')
      if (trailingZeros > 0) tell('trailing-zeros', `has ${trailingZeros} zero bytes after its zstd stream`)
      if (trailingGarbage > 0) {
        tell('trailing-garbage', `has ${trailingGarbage} bytes after its zstd stream that are not a frame`)
      }
      const facts: CodingFacts = {
        coding: 'zstd',
        members,
        skippable,
        trailingZeros,
        trailingGarbage,
        window,
      }
      return facts
    },
    close() {
      decoder = undefined
      state = 'stopped'
    },
  }
}
