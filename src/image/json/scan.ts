import { raising } from '../limits.ts'
import { textOf } from '../decode/tar/bytes.ts'

/** A step into a document: the name of a member, or the index of an element. */
export type Step = string | number

export interface JsonVisitor {
  /** A value begins; `path()` is only called where somebody wants to know. */
  value?(at: number, path: () => Step[]): void
  /** The name of a member has been read. */
  name?(name: string, at: number, repeated: boolean, path: () => Step[]): void
  /** A string, as a name or a value, with escapes resolved. */
  text?(text: string, at: number, path: () => Step[]): void
  number?(literal: string, at: number, path: () => Step[]): void
}

/** Why a text is not JSON (RFC 8259), or is not read on. */
export interface JsonFault {
  code: 'not-json' | 'too-deep'
  message: string
  offset: number
}

interface Frame {
  array: boolean
  index: number
  name: string
  names?: Set<string>
}

const space = new Set([0x20, 0x09, 0x0a, 0x0d])
const numberGrammar = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const escapes = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})$/

/** JSON Pointer of a path (RFC 6901). */
export const pointerOf = (path: readonly Step[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

class Fault extends Error {
  readonly fault: JsonFault
  constructor(code: JsonFault['code'], message: string, offset: number) {
    super(message)
    this.fault = { code, message, offset }
  }
}

/**
 * Reads the bytes of a JSON text from its first to its last and tells what it meets, without building
 * anything. A loop with a stack of its own: depth costs memory for one frame and never the call stack.
 */
export function scanJson(
  bytes: Uint8Array,
  from: number,
  depthLimit: number,
  visitor: JsonVisitor,
): JsonFault | undefined {
  try {
    scan(bytes, from, depthLimit, visitor)
    return undefined
  } catch (error) {
    if (error instanceof Fault) return error.fault
    throw error
  }
}

function scan(bytes: Uint8Array, from: number, depthLimit: number, visitor: JsonVisitor): void {
  const stack: Frame[] = []
  let at = from
  const path = (): Step[] => stack.map((frame) => (frame.array ? frame.index : frame.name))
  const shown = (): string => {
    if (at >= bytes.length) return 'the end of the text'
    const byte = bytes[at]!
    return byte > 0x20 && byte < 0x7f ? JSON.stringify(String.fromCharCode(byte)) : `byte ${byte}`
  }
  const fail = (wanted: string): never => {
    throw new Fault('not-json', `has ${shown()} where ${wanted} should stand`, at)
  }
  const blanks = () => {
    while (at < bytes.length && space.has(bytes[at]!)) at += 1
  }

  const string = (): string => {
    const start = at
    at += 1
    let escaped = false
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined) fail('the end of a string')
      if (byte === 0x22) break
      if (byte! < 0x20) fail('a character of a string')
      if (byte === 0x5c) {
        escaped = true
        const length = bytes[at + 1] === 0x75 ? 5 : 1
        const escape = textOf(bytes.subarray(at + 1, at + 1 + length))
        if (!escapes.test(escape)) {
          at += 1
          fail('an escape')
        }
        at += 1 + length
      } else at += 1
    }
    at += 1
    const raw = textOf(bytes.subarray(start + 1, at - 1))
    return escaped ? (JSON.parse(`"${raw}"`) as string) : raw
  }

  const literal = (word: string) => {
    for (let index = 0; index < word.length; index += 1) {
      if (bytes[at] !== word.charCodeAt(index)) fail('a value')
      at += 1
    }
  }

  const number = (): string => {
    const start = at
    while (at < bytes.length && /[-+.eE\d]/.test(String.fromCharCode(bytes[at]!))) at += 1
    const text = textOf(bytes.subarray(start, at))
    if (numberGrammar.test(text)) return text
    at = start
    return fail('a number')
  }

  /** Reads a value; a container is only opened. True where one was. */
  const value = (): boolean => {
    blanks()
    const start = at
    const byte = bytes[at]
    visitor.value?.(start, path)
    if (byte === 0x7b || byte === 0x5b) {
      if (stack.length >= depthLimit) {
        const message = `nests more than ${depthLimit} levels deep (${raising('document-depth')})`
        throw new Fault('too-deep', message, at)
      }
      at += 1
      stack.push(
        byte === 0x5b
          ? { array: true, index: 0, name: '' }
          : { array: false, index: 0, name: '', names: new Set() },
      )
      return true
    }
    if (byte === 0x22) {
      const text = string()
      visitor.text?.(text, start, path)
    } else if (byte === 0x74) literal('true')
    else if (byte === 0x66) literal('false')
    else if (byte === 0x6e) literal('null')
    else if (byte === 0x2d || (byte !== undefined && byte >= 0x30 && byte <= 0x39)) {
      const text = number()
      visitor.number?.(text, start, path)
    } else fail('a value')
    return false
  }

  const name = (frame: Frame) => {
    blanks()
    if (bytes[at] !== 0x22) fail('the name of a member')
    const start = at
    frame.name = string()
    const repeated = frame.names!.has(frame.name)
    frame.names!.add(frame.name)
    visitor.name?.(frame.name, start, repeated, path)
    visitor.text?.(frame.name, start, path)
    blanks()
    if (bytes[at] !== 0x3a) fail('a colon')
    at += 1
  }

  const closes = (frame: Frame): boolean => bytes[at] === (frame.array ? 0x5d : 0x7d)

  let opened = value()
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    blanks()
    if (closes(frame)) {
      at += 1
      stack.pop()
      opened = false
      continue
    }
    if (!opened) {
      if (bytes[at] !== 0x2c) fail(frame.array ? 'a comma or ]' : 'a comma or }')
      at += 1
      frame.index += 1
      blanks()
    }
    if (!frame.array) name(frame)
    opened = value()
  }
  blanks()
  if (at < bytes.length) fail('the end of the text')
}
