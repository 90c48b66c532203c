import { isUtf8 } from 'node:buffer'
import { limitOf, raising } from '../limits.ts'
import { firstBadByte } from './position.ts'
import { JsonProblems, problemOfNumber, problemsOfText, short, type JsonProblem } from './problems.ts'
import { scanJson } from './scan.ts'

export interface ParsedDocument {
  /** Absent where the text is not JSON, or too large or deep to be read. */
  value?: unknown
  bytes: Uint8Array
  /** The first ones of each code. */
  problems: readonly JsonProblem[]
}

export interface ParseOptions {
  /** Bytes; default 8 MiB: registries accept 4 MiB, and values need many times the memory of their text. */
  sizeLimit?: number
  /** Default 100; what the specification defines nests less than ten deep. */
  depthLimit?: number
}

/** What is reported of a document that is not read because of its size. */
export const tooLargeMessage = (size: number | undefined, limit: number): string =>
  `has ${size ?? `more than ${limit}`} bytes, and a document is read up to ${limit} bytes (${raising('document-size')})`

/**
 * Reads a JSON document strictly and reports everything that a lenient reader would hide. Never throws:
 * what is not JSON has problems and no value. A text that is not UTF-8 is read with replacement
 * characters, so that the rest of it can be judged.
 */
export function parseDocument(bytes: Uint8Array, options: ParseOptions = {}): ParsedDocument {
  const { sizeLimit = limitOf(undefined, 'document-size') } = options
  const { depthLimit = limitOf(undefined, 'document-depth') } = options
  const problems = new JsonProblems(bytes)
  const { found } = problems
  if (bytes.length > sizeLimit) {
    problems.add('too-large', tooLargeMessage(bytes.length, sizeLimit), 0)
    return { bytes, problems: found }
  }
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const from = isMarked ? 3 : 0
  if (isMarked) problems.add('byte-order-mark', 'begins with a byte order mark', 0)
  if (!isUtf8(bytes)) problems.add('not-utf8', 'is not UTF-8', firstBadByte(bytes))

  const fault = scanJson(bytes, from, depthLimit, {
    name(name, at, repeated, path) {
      if (!repeated) return
      const message = `has the name ${JSON.stringify(short(name))} twice in one object`
      problems.add('duplicate-name', message, at, path)
    },
    text(text, at, path) {
      for (const [code, message] of problemsOfText(text)) problems.add(code, message, at, path)
    },
    number(literal, at, path) {
      const problem = problemOfNumber(literal)
      if (problem) problems.add(...problem, at, path)
    },
  })
  if (fault) {
    problems.add(fault.code, fault.message, fault.offset)
    return { bytes, problems: found }
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from).toString('utf8')
  return { value: JSON.parse(text) as unknown, bytes, problems: found }
}
