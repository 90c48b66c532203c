import { isUtf8 } from 'node:buffer'
import { limitOf, raising } from '../limits.ts'
import { pointerOf, scanJson, type JsonFault, type Step } from './scan.ts'

/**
 * What can be wrong with a document (considerations.md, JSON; RFC 8259; RFC 7493):
 * - `too-large`, `too-deep`, `not-json`: there is no value
 * - `not-utf8`, `byte-order-mark`, `duplicate-name`, `lone-surrogate`, `noncharacter`, `unsafe-number`
 * - `fraction`: a number that is no integer; wrong only where an integer is wanted
 */
export type JsonProblemCode =
  | JsonFault['code']
  | 'too-large'
  | 'not-utf8'
  | 'byte-order-mark'
  | 'duplicate-name'
  | 'lone-surrogate'
  | 'noncharacter'
  | 'unsafe-number'
  | 'fraction'

/** A place in a text: byte offset from 0, line and column from 1; columns count characters. */
export interface TextPosition {
  offset: number
  line: number
  column: number
}

export interface JsonProblem extends TextPosition {
  code: JsonProblemCode
  message: string
  /** JSON Pointer (RFC 6901) of the value or of the member; absent where it concerns the whole text. */
  pointer?: string
}

export interface ParsedDocument {
  /** Absent where the text is no JSON, or too large or deep to be read. */
  value?: unknown
  bytes: Uint8Array
  problems: readonly JsonProblem[]
  /** Where the value of a pointer stands; undefined where there is none. Reads the text once more. */
  locate(pointer: string): TextPosition | undefined
}

export interface ParseOptions {
  /** Bytes; default 8 MiB: registries accept 4 MiB, and values need many times the memory of their text. */
  sizeLimit?: number
  /** Default 100; what the specification defines nests less than ten deep. */
  depthLimit?: number
}

const problemLimit = 100

/** What is reported of a document that is not read because of its size. */
export const tooLargeMessage = (size: number | undefined, limit: number): string =>
  `has ${size ?? `more than ${limit}`} bytes, and a document is read up to ${limit} bytes (${raising('document-size')})`

/** A surrogate code unit without its partner. */
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Code points that Unicode keeps out of texts for ever. */
function hasNoncharacter(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0)!
    if ((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe) return true
  }
  return false
}

const plain = /^[\x20-\x7e]*$/

/** Where an offset stands in a text. */
export function positionOf(bytes: Uint8Array, offset: number): TextPosition {
  let line = 1
  let start = 0
  for (let at = bytes.indexOf(10); at !== -1 && at < offset; at = bytes.indexOf(10, at + 1)) {
    line += 1
    start = at + 1
  }
  let column = 1
  // Bytes that continue a character are not counted.
  for (let at = start; at < offset; at += 1) if ((bytes[at]! & 0xc0) !== 0x80) column += 1
  return { offset, line, column }
}

/** The first byte that is not part of a well-formed UTF-8 text. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  // A prefix that ends inside a character is bad too, so the boundary is moved to the next good one.
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2)
    let end = middle
    while (end > good && end < bytes.length && (bytes[end]! & 0xc0) === 0x80 && middle - end < 3) end -= 1
    if (isUtf8(bytes.subarray(good, end)) && end > good) good = end
    else if (bad === middle) return good
    else bad = middle
  }
  return good
}

function numberProblem(literal: string): ['unsafe-number' | 'fraction', string] | undefined {
  const number = Number(literal)
  if (!Number.isFinite(number))
    return ['unsafe-number', `the number ${short(literal)} is beyond every double`]
  if (!Number.isInteger(number)) return ['fraction', `the number ${short(literal)} is no integer`]
  if (!Number.isSafeInteger(number)) {
    return ['unsafe-number', `the number ${short(literal)} is beyond 2^53, so readers may lose digits of it`]
  }
  return undefined
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/**
 * Reads a JSON document strictly and tells everything that a lenient reader would hide. Never throws:
 * what is no JSON has problems and no value. A text that is not UTF-8 is read with replacement
 * characters, so that the rest of it can be judged.
 */
export function parseDocument(bytes: Uint8Array, options: ParseOptions = {}): ParsedDocument {
  const { sizeLimit = limitOf(undefined, 'document-size') } = options
  const { depthLimit = limitOf(undefined, 'document-depth') } = options
  const problems: JsonProblem[] = []
  const add = (code: JsonProblemCode, message: string, offset: number, path?: readonly Step[]) => {
    if (problems.length >= problemLimit) return
    const pointer = path === undefined ? {} : { pointer: pointerOf(path) }
    problems.push({ code, message, ...positionOf(bytes, offset), ...pointer })
  }
  if (bytes.length > sizeLimit) {
    add('too-large', tooLargeMessage(bytes.length, sizeLimit), 0)
    return { bytes, problems, locate: () => undefined }
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const from = marked ? 3 : 0
  if (marked) add('byte-order-mark', 'begins with a byte order mark', 0)
  if (!isUtf8(bytes)) add('not-utf8', 'is not UTF-8', firstBadByte(bytes))

  const fault = scanJson(bytes, from, depthLimit, {
    name(name, at, repeated, path) {
      if (!repeated) return
      add('duplicate-name', `has the name ${JSON.stringify(short(name))} twice in one object`, at, path())
    },
    text(text, at, path) {
      if (plain.test(text)) return
      if (loneSurrogate.test(text)) add('lone-surrogate', 'has half of a surrogate pair', at, path())
      if (hasNoncharacter(text)) add('noncharacter', 'has a code point that is no character', at, path())
    },
    number(literal, at, path) {
      const problem = numberProblem(literal)
      if (problem) add(problem[0], problem[1], at, path())
    },
  })
  const locate = (pointer: string) => locateIn(bytes, from, depthLimit, pointer)
  if (fault) {
    // The reason why there is no value is told even where the list is full.
    problems.splice(problemLimit - 1)
    add(fault.code, fault.message, fault.offset)
    return { bytes, problems, locate }
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from).toString('utf8')
  return { value: JSON.parse(text) as unknown, bytes, problems, locate }
}

function locateIn(bytes: Uint8Array, from: number, depthLimit: number, pointer: string) {
  let found: number | undefined
  scanJson(bytes, from, depthLimit, {
    // The last one of equal names is the one that readers have.
    value(at, path) {
      if (pointerOf(path()) === pointer) found = at
    },
  })
  return found === undefined ? undefined : positionOf(bytes, found)
}
