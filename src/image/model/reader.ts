import { failureOf } from '../error.ts'
import { interruptible } from '../interruptible.ts'
import { parseDocument, type ParsedDocument, type ParseOptions } from '../json/parse.ts'
import { limitOf, raising, type ImageLimits } from '../limits.ts'
import type { ImageSource, Root } from '../source/source.ts'
import { inOrder } from './in-order.ts'
import type { Failure } from './model.ts'

/** Requests to a registry that are under way at once. */
const fetchedAtOnce = 8

/** A document as it was read, or why that was not possible. */
export type ReadDocument = ParsedDocument | { failure: Failure }

/** Reads documents by their digests, as many bytes of them as the limits allow. */
export class DocumentReader {
  readonly #source: ImageSource
  readonly #limits: ImageLimits
  readonly #breath: () => Promise<void> | undefined
  /** Bytes of all documents so far. */
  #size = 0

  constructor(source: ImageSource, limits: ImageLimits = {}, signal?: AbortSignal) {
    this.#source = source
    this.#limits = limits
    this.#breath = interruptible(signal)
  }

  /** The entry point, with what the source knows of it. */
  async root(): Promise<{ root: Root; parsed: ParsedDocument } | { failure: Failure }> {
    try {
      const root = await this.#source.root({ limit: this.#parseOptions.sizeLimit })
      return { root, parsed: root.parsed ?? this.#parse(root.bytes) }
    } catch (error) {
      return { failure: failureOf(error) }
    }
  }

  /** A file of the layout. */
  async file(path: string): Promise<ReadDocument> {
    const options = this.#parseOptions
    try {
      return parseDocument(await this.#source.read(path, { limit: options.sizeLimit }), options)
    } catch (error) {
      return { failure: failureOf(error) }
    }
  }

  /** Documents in the order of the items, several of a registry at once. Throws ImageError where the run is to end. */
  async *all<Item extends { digest: string }>(
    items: readonly Item[],
    as: 'manifest' | 'blob',
  ): AsyncGenerator<readonly [Item, ReadDocument]> {
    const atOnce = this.#source.kind === 'registry' ? fetchedAtOnce : 1
    for await (const [item, read] of inOrder(items, atOnce, ({ digest }) => this.#bytes(digest, as))) {
      const pause = this.#breath()
      if (pause) await pause
      const found = this.#tooMuch() ?? read
      yield [item, 'failure' in found ? found : this.#parse(found.bytes)]
    }
  }

  get #parseOptions(): Required<ParseOptions> {
    return {
      sizeLimit: limitOf(this.#limits, 'document-size'),
      depthLimit: limitOf(this.#limits, 'document-depth'),
    }
  }

  #parse(bytes: Uint8Array): ParsedDocument {
    this.#size += bytes.length
    return parseDocument(bytes, this.#parseOptions)
  }

  #tooMuch(): { failure: Failure } | undefined {
    const limit = limitOf(this.#limits, 'documents-size')
    if (this.#size <= limit) return undefined
    const message = `more than ${limit} bytes of documents were read before (${raising('documents-size')})`
    return { failure: { code: 'unreadable', message } }
  }

  async #bytes(
    digest: string,
    as: 'manifest' | 'blob',
  ): Promise<{ bytes: Uint8Array } | { failure: Failure }> {
    const beyond = this.#tooMuch()
    if (beyond) return beyond
    try {
      return { bytes: await this.#source.read(digest, { as, limit: this.#parseOptions.sizeLimit }) }
    } catch (error) {
      return { failure: failureOf(error) }
    }
  }
}
