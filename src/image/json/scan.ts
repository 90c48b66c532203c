import { raising } from '../limits.ts'
import { FaultError, JsonTokens, type JsonFault } from './tokens.ts'

/** A step into a document: the name of a member, or the index of an element. */
export type Step = string | number

/** Receives what is met. `path()` is only called where somebody wants to know. */
export interface JsonVisitor {
  /** The name of a member has been read. */
  name(name: string, at: number, repeated: boolean, path: () => Step[]): void
  /** A string, as a name or a value, with escapes resolved. */
  text(text: string, at: number, path: () => Step[]): void
  number(literal: string, at: number, path: () => Step[]): void
}

interface ArrayFrame {
  isArray: true
  index: number
}

interface ObjectFrame {
  isArray: false
  /** Of the member that is being read. */
  name: string
  names: Set<string>
}

/** JSON Pointer of a path (RFC 6901). */
export const pointerOf = (path: readonly Step[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/**
 * Reads the bytes of a JSON text from its first to its last and reports what it meets, without building
 * anything. A loop with a stack of its own: depth costs memory for one frame and never the call stack.
 */
export function scanJson(
  bytes: Uint8Array,
  from: number,
  depthLimit: number,
  visitor: JsonVisitor,
): JsonFault | undefined {
  try {
    new JsonScanner(new JsonTokens(bytes, from), depthLimit, visitor).run()
    return undefined
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
}

class JsonScanner {
  readonly #tokens: JsonTokens
  readonly #depthLimit: number
  readonly #visitor: JsonVisitor
  readonly #stack: (ArrayFrame | ObjectFrame)[] = []

  constructor(tokens: JsonTokens, depthLimit: number, visitor: JsonVisitor) {
    this.#tokens = tokens
    this.#depthLimit = depthLimit
    this.#visitor = visitor
  }

  run(): void {
    const tokens = this.#tokens
    let isFirst = this.#value()
    for (let frame = this.#stack.at(-1); frame; frame = this.#stack.at(-1)) {
      tokens.blanks()
      if (tokens.next === (frame.isArray ? 0x5d : 0x7d)) {
        tokens.skip()
        this.#stack.pop()
        isFirst = false
        continue
      }
      if (!isFirst) this.#comma(frame)
      if (!frame.isArray) this.#name(frame)
      isFirst = this.#value()
    }
    tokens.blanks()
    if (tokens.next !== undefined) tokens.fail('the end of the text')
  }

  readonly #path = (): Step[] => this.#stack.map((frame) => (frame.isArray ? frame.index : frame.name))

  #comma(frame: ArrayFrame | ObjectFrame): void {
    if (this.#tokens.next !== 0x2c) this.#tokens.fail(frame.isArray ? 'a comma or ]' : 'a comma or }')
    this.#tokens.skip()
    if (frame.isArray) frame.index += 1
    this.#tokens.blanks()
  }

  #name(frame: ObjectFrame): void {
    const tokens = this.#tokens
    tokens.blanks()
    if (tokens.next !== 0x22) tokens.fail('the name of a member')
    const start = tokens.at
    frame.name = tokens.string()
    const isRepeated = frame.names.has(frame.name)
    frame.names.add(frame.name)
    this.#visitor.name(frame.name, start, isRepeated, this.#path)
    this.#visitor.text(frame.name, start, this.#path)
    tokens.blanks()
    if (tokens.next !== 0x3a) tokens.fail('a colon')
    tokens.skip()
  }

  /** Reads a value; a container is only opened. True where one was. */
  #value(): boolean {
    const tokens = this.#tokens
    tokens.blanks()
    const start = tokens.at
    if (tokens.next === 0x7b || tokens.next === 0x5b) {
      this.#open(tokens.next === 0x5b)
      return true
    }
    if (tokens.next === 0x22) {
      this.#visitor.text(tokens.string(), start, this.#path)
      return false
    }
    if (tokens.word()) return false
    const literal = tokens.number() ?? tokens.fail('a value')
    this.#visitor.number(literal, start, this.#path)
    return false
  }

  #open(isArray: boolean): void {
    if (this.#stack.length >= this.#depthLimit) {
      const message = `nests more than ${this.#depthLimit} levels deep (${raising('document-depth')})`
      throw new FaultError('too-deep', message, this.#tokens.at)
    }
    this.#tokens.skip()
    this.#stack.push(isArray ? { isArray, index: 0 } : { isArray, name: '', names: new Set() })
  }
}
