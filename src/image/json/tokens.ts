import { textOf } from '../decode/tar/bytes.ts'

/** Why a text is not JSON (RFC 8259), or is not read on. */
export interface JsonFault {
  code: 'not-json' | 'too-deep'
  message: string
  offset: number
}

/** Ends the reading of a text. */
export class FaultError extends Error {
  readonly fault: JsonFault
  constructor(code: JsonFault['code'], message: string, offset: number) {
    super(message)
    this.fault = { code, message, offset }
  }
}

const space = new Set([0x20, 0x09, 0x0a, 0x0d])
const numberGrammar = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const escapes = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})$/

/** The words that are values. */
const words: ReadonlyMap<number | undefined, string> = new Map([
  [0x74, 'true'],
  [0x66, 'false'],
  [0x6e, 'null'],
])

/** Reads the tokens of a JSON text, one after the other. Throws FaultError. */
export class JsonTokens {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes
    this.#at = from
  }

  /** Offset of the next byte. */
  get at(): number {
    return this.#at
  }

  /** The next byte, which stays; undefined at the end. */
  get next(): number | undefined {
    return this.#bytes[this.#at]
  }

  skip(): void {
    this.#at += 1
  }

  blanks(): void {
    while (this.#at < this.#bytes.length && space.has(this.#bytes[this.#at]!)) this.#at += 1
  }

  fail(wanted: string): never {
    const message = `has ${this.#shown()} where ${wanted} is expected`
    throw new FaultError('not-json', message, this.#at)
  }

  #shown(): string {
    const byte = this.next
    if (byte === undefined) return 'the end of the text'
    return byte > 0x20 && byte < 0x7f ? JSON.stringify(String.fromCharCode(byte)) : `byte ${byte}`
  }

  /** A string whose opening quote is next, with its escapes resolved. */
  string(): string {
    const start = this.#at
    this.#at += 1
    let isEscaped = false
    for (let byte = this.next; byte !== 0x22; byte = this.next) {
      if (byte === undefined) this.fail('the end of a string')
      if (byte < 0x20) this.fail('a character of a string')
      if (byte === 0x5c) {
        isEscaped = true
        this.#escape()
      } else this.#at += 1
    }
    this.#at += 1
    const raw = textOf(this.#bytes.subarray(start + 1, this.#at - 1))
    return isEscaped ? (JSON.parse(`"${raw}"`) as string) : raw
  }

  #escape(): void {
    const length = this.#bytes[this.#at + 1] === 0x75 ? 5 : 1
    const escape = textOf(this.#bytes.subarray(this.#at + 1, this.#at + 1 + length))
    this.#at += 1
    if (!escapes.test(escape)) this.fail('an escape')
    this.#at += length
  }

  /** A word, if one is next. */
  word(): boolean {
    const word = words.get(this.next)
    if (word === undefined) return false
    for (let index = 0; index < word.length; index += 1) {
      if (this.next !== word.charCodeAt(index)) this.fail('a value')
      this.#at += 1
    }
    return true
  }

  /** The digits of a number, if one is next. */
  number(): string | undefined {
    const first = this.next
    if (first === undefined || (first !== 0x2d && (first < 0x30 || first > 0x39))) return undefined
    const start = this.#at
    while (/[-+.eE\d]/.test(String.fromCharCode(this.next ?? 0))) this.#at += 1
    const text = textOf(this.#bytes.subarray(start, this.#at))
    if (numberGrammar.test(text)) return text
    this.#at = start
    return this.fail('a number')
  }
}
