import { positionOf, type TextPosition } from './position.ts'
import { pointerOf, type Step } from './scan.ts'
import type { JsonFault } from './tokens.ts'

/**
 * What can be wrong with a document (considerations.md, JSON; RFC 8259; RFC 7493):
 * - `too-large`, `too-deep`, `not-json`: there is no value
 * - `not-utf8`, `byte-order-mark`, `duplicate-name`, `lone-surrogate`, `noncharacter`, `unsafe-number`
 * - `fraction`: a number that is not an integer; wrong only where an integer is wanted
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

export interface JsonProblem extends TextPosition {
  code: JsonProblemCode
  message: string
  /** JSON Pointer (RFC 6901) of the value or of the member; absent where it concerns the whole text. */
  pointer?: string
}

/** Problems of one code that are kept, so that many of one hide none of another. */
const mostOfOne = 100

/** Collects what is wrong with a text, up to a bound. */
export class JsonProblems {
  readonly found: JsonProblem[] = []
  readonly #bytes: Uint8Array
  readonly #counts = new Map<JsonProblemCode, number>()

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  add(code: JsonProblemCode, message: string, offset: number, path?: () => readonly Step[]): void {
    const count = this.#counts.get(code) ?? 0
    if (count === mostOfOne) return
    this.#counts.set(code, count + 1)
    const pointer = path === undefined ? {} : { pointer: pointerOf(path()) }
    this.found.push({ code, message, ...positionOf(this.#bytes, offset), ...pointer })
  }
}

/** A surrogate code unit without its partner. */
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

const plain = /^[\x20-\x7e]*$/

/** What is wrong with a string. */
export function problemsOfText(text: string): readonly [JsonProblemCode, string][] {
  if (plain.test(text)) return []
  const problems: [JsonProblemCode, string][] = []
  if (loneSurrogate.test(text)) problems.push(['lone-surrogate', 'has half of a surrogate pair'])
  if (hasNoncharacter(text)) problems.push(['noncharacter', 'has a code point that is not a character'])
  return problems
}

/** Code points that Unicode keeps out of texts for ever. */
function hasNoncharacter(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0)!
    if ((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe) return true
  }
  return false
}

/** What is wrong with a number, by the digits that it is written with. */
export function problemOfNumber(literal: string): [JsonProblemCode, string] | undefined {
  const number = Number(literal)
  if (!Number.isFinite(number))
    return ['unsafe-number', `the number ${short(literal)} is beyond every double`]
  if (!Number.isInteger(number)) return ['fraction', `the number ${short(literal)} is not an integer`]
  if (!Number.isSafeInteger(number)) {
    return ['unsafe-number', `the number ${short(literal)} is beyond 2^53, so readers may lose digits of it`]
  }
  return undefined
}

/** A part of a document in a message. */
export const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
