import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib'
import type { CodingFacts, Decoder, DecoderOptions } from '../compression.ts'
import { gzipHeader, type GzipHeader } from './header.ts'
import { limitOf, raising } from '../../limits.ts'
import { reasonOf } from '../../problem.ts'

/** The size of output buffers: large enough that the thread pool's hand-over does not count. */
const outputChunk = 256 * 1024

/** One deflate stream, decoded by node's thread pool while this thread does something else. */
interface Body {
  inflate: InflateRaw
  /** Why the current call is over; set while one is under way. */
  settle?: (outcome: 'more' | 'ended' | Error) => void
  crc: number
  size: number
}

type State = 'header' | 'body' | 'trailer' | 'between' | 'zeros' | 'stopped'

/**
 * Decodes gzip with its framing read here (RFC 1952), so that members, checksums and what follows
 * the last member are known exactly; node's own gunzip joins members and passes over zeros in silence.
 */
export function gzipDecoder(options: DecoderOptions): Decoder {
  const memberLimit = limitOf(options.limits, 'members')
  let state: State = 'header'
  let header: GzipHeader = gzipHeader()
  let body: Body | undefined
  const trailer = new Uint8Array(8)
  let trailerLength = 0
  let members = 0
  let position = 0
  let trailingZeros = 0
  let trailingGarbage = 0

  const stop = (code: string, message: string) => {
    state = 'stopped'
    closeBody()
    options.problem({ code, message, offset: position })
  }

  const closeBody = () => {
    body?.inflate.close()
    body = undefined
  }

  const openBody = () => {
    const inflate = createInflateRaw({ chunkSize: outputChunk })
    const opened: Body = { inflate, crc: 0, size: 0 }
    inflate.on('data', (bytes: Buffer) => {
      if (body !== opened) return
      opened.crc = crc32(bytes, opened.crc)
      opened.size += bytes.length
      if (options.output(bytes)) return
      state = 'stopped'
      body = undefined
      inflate.close()
      opened.settle?.('more')
    })
    inflate.on('end', () => opened.settle?.('ended'))
    inflate.on('error', (error) => opened.settle?.(error))
    body = opened
    state = 'body'
  }

  /** Inflates until the chunk is used up or the deflate stream ends; answers where the next byte is. */
  async function inflateFrom(chunk: Uint8Array, at: number): Promise<number> {
    const current = body!
    const before = current.inflate.bytesWritten
    const outcome = await new Promise<'more' | 'ended' | Error>((resolve) => {
      current.settle = resolve
      current.inflate.write(chunk.subarray(at), () => resolve('more'))
    })
    delete current.settle
    if (state !== 'body') return chunk.length
    if (outcome instanceof Error) {
      position += current.inflate.bytesWritten - before
      stop('gzip-data', `has compressed data that cannot be decoded (${reasonOf(outcome)})`)
      return chunk.length
    }
    if (outcome === 'more') {
      position += chunk.length - at
      return chunk.length
    }
    const used = current.inflate.bytesWritten - before
    position += used
    state = 'trailer'
    trailerLength = 0
    return at + used
  }

  function takeTrailer(chunk: Uint8Array, at: number): number {
    const take = Math.min(trailer.length - trailerLength, chunk.length - at)
    trailer.set(chunk.subarray(at, at + take), trailerLength)
    trailerLength += take
    position += take
    if (trailerLength === trailer.length) finishMember()
    return at + take
  }

  function finishMember(): void {
    const { crc, size } = body!
    closeBody()
    members += 1
    const view = new DataView(trailer.buffer)
    state = 'between'
    if (view.getUint32(0, true) !== crc >>> 0) {
      tell('gzip-checksum', `states a checksum that its content does not have (member ${members})`)
    }
    if (view.getUint32(4, true) !== size % 2 ** 32) {
      tell('gzip-size', `states a size that its content does not have (member ${members})`)
    }
  }

  const tell = (code: string, message: string) => options.problem({ code, message, offset: position })

  function takeHeader(chunk: Uint8Array, at: number): number {
    const end = header.take(chunk, at)
    position += end - at
    if (header.wrong !== undefined) {
      if (members === 0) stop('gzip-header', header.wrong)
      else {
        state = 'stopped'
        // Of the header too, which may have begun in the piece before.
        trailingGarbage = header.size + chunk.length - end
      }
    } else if (header.done) {
      if (header.badSum) {
        const message = `states a checksum of its gzip header that the header does not have (member ${members + 1})`
        tell('gzip-header-checksum', message)
      }
      openBody()
    }
    return end
  }

  /** After a member: another one, zeros to the end, or something else. */
  function takeBetween(chunk: Uint8Array, at: number): number {
    if (state === 'between' && chunk[at] === 0x1f) {
      if (members >= memberLimit) {
        stop('members', `has more than ${memberLimit} gzip members (${raising('members')})`)
        return chunk.length
      }
      header = gzipHeader()
      state = 'header'
      return at
    }
    if (chunk[at] !== 0) {
      state = 'stopped'
      trailingGarbage = chunk.length - at
      position += trailingGarbage
      return chunk.length
    }
    state = 'zeros'
    trailingZeros += 1
    position += 1
    return at + 1
  }

  return {
    async write(chunk) {
      let at = 0
      if (state === 'stopped') {
        if (trailingGarbage > 0) trailingGarbage += chunk.length
        return
      }
      while (at < chunk.length) {
        if (state === 'header') at = takeHeader(chunk, at)
        else if (state === 'body') at = await inflateFrom(chunk, at)
        else if (state === 'trailer') at = takeTrailer(chunk, at)
        else if (state === 'between' || state === 'zeros') at = takeBetween(chunk, at)
        else return
      }
    },
    async end() {
      if (state === 'header' && members > 0) {
        state = 'stopped'
        trailingGarbage = header.size
      }
      if (state === 'header' || state === 'body' || state === 'trailer') {
        stop('truncated', 'ends in the middle of its gzip stream')
      } else {
        closeBody()
        if (trailingZeros > 0) tell('trailing-zeros', `has ${trailingZeros} zero bytes after its gzip stream`)
        if (trailingGarbage > 0) {
          tell('trailing-garbage', `has ${trailingGarbage} bytes after its gzip stream that are not a member`)
        }
      }
      const facts: CodingFacts = {
        coding: 'gzip',
        members,
        skippable: 0,
        trailingZeros,
        trailingGarbage,
      }
      return facts
    },
    close: closeBody,
  }
}
