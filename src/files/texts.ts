import { createHash } from 'node:crypto'
import { closeSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openTemporary } from './write.ts'

/** Texts by their keys, of which there may be more than memory should hold. */
export interface Texts {
  get(key: string): string | undefined
  set(key: string, text: string): void
  /** Removes them; called once, at last. */
  close(): void
}

/** Bytes of texts that are held in memory: a run over some images needs no file. */
const usualMost = 1024 ** 2

/** Bytes that are read at once: most texts with their length. */
const portion = 4096

/** Bytes of the length before each text in the file. */
const head = 4

/** In place of keys, since these can be long. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64')

/**
 * Texts in memory as long as they are few; all others are in a temporary file that has no name. Where none can be made, all of them
 * stay in memory.
 */
export function createTexts(most = usualMost, folder = tmpdir()): Texts {
  const held = new Map<string, string>()
  const places = new Map<string, number>()
  let bytes = 0
  let end = 0
  /** Undefined before it is needed, and where it cannot be had. */
  let file: number | undefined
  let isRefused = false

  function opened(): number | undefined {
    if (file !== undefined || isRefused) return file
    try {
      const { descriptor, path } = openTemporary(folder)
      file = descriptor
      rmSync(path)
    } catch {
      isRefused = true
    }
    return file
  }

  function write(descriptor: number, key: string, text: string): boolean {
    const content = Buffer.from(text)
    const record = Buffer.concat([Buffer.alloc(head), content])
    record.writeUInt32BE(content.length)
    try {
      for (let at = 0; at < record.length;)
        at += writeSync(descriptor, record, at, record.length - at, end + at)
    } catch {
      // The disk is full.
      isRefused = true
      return false
    }
    places.set(key, end)
    end += record.length
    return true
  }

  function read(descriptor: number, from: number): string {
    const bytesAt = (at: number, length: number): Buffer => {
      const found = Buffer.allocUnsafe(length)
      let filled = 0
      for (let count = -1; count !== 0 && filled < length; filled += count)
        count = readSync(descriptor, found, filled, length - filled, at + filled)
      return found.subarray(0, filled)
    }
    const first = bytesAt(from, Math.min(portion, end - from))
    const length = first.readUInt32BE()
    if (first.length >= head + length) return first.toString('utf8', head, head + length)
    return bytesAt(from + head, length).toString()
  }

  return {
    get(key) {
      const hash = hashOf(key)
      const place = places.get(hash)
      return held.get(hash) ?? (place === undefined || file === undefined ? undefined : read(file, place))
    },
    set(key, text) {
      const hash = hashOf(key)
      const descriptor = bytes + text.length > most && !isRefused ? opened() : undefined
      if (descriptor !== undefined && write(descriptor, hash, text)) {
        held.delete(hash)
        return
      }
      held.set(hash, text)
      bytes += text.length
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
      // What is still being read when a run is interrupted needs no file any more.
      isRefused = true
      held.clear()
      places.clear()
    },
  }
}
