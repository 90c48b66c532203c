import type { SpecVersion } from '../../engine/requirement.ts'
import { digestOf, parseDigest } from '../decode/digest.ts'
import { isObject, property } from '../json/value.ts'
import { limitOf, raising, type ImageLimits } from '../limits.ts'
import type { Problem } from '../problem.ts'
import { documentOf, isRecognisable, unreadDocument } from './document.ts'
import { digestInName } from './docker/images.ts'
import { groupedBy } from './grouped.ts'
import { isImage } from './is-image.ts'
import type { Blob, Document, DocumentKind, Failure, Reference } from './model.ts'
import type { DocumentReader, ReadDocument } from './reader.ts'
import { referencesOf } from './references.ts'
import { isOutside, isPlatform, selectionInWords, type Selection } from './selection.ts'

export interface WalkOptions {
  spec: SpecVersion
  limits?: ImageLimits
  /** What alone is followed. */
  selection?: Selection
  /** Blobs are named by paths, as in a docker archive. */
  named?: boolean
}

/** Something to read: a digest, and what its descriptor promises. */
interface Promised {
  digest: string
  kind: DocumentKind
  /** Bytes, as the descriptor states them. */
  size: unknown
  /** See Document. */
  borrowed?: true
}

/**
 * Goes from the entry points over all descriptors, breadth first, each digest once: what is nearer to the entry point
 * comes first, so that limits cut off the outermost. A document whose bytes do not have its digest is followed too, as
 * long as it is recognisably one of its kind.
 */
export class Walk {
  /** By their sources. */
  readonly documents: Map<string, Document>
  /** The blobs that are documents, or that should have been. */
  readonly blobs = new Map<string, Blob>()
  readonly references: Reference[] = []
  /** Limits that cut it short. */
  readonly limits: Problem[] = []
  readonly #reader: DocumentReader
  readonly #options: WalkOptions
  /** Digests that are followed or inspected: up to a limit all that references have. */
  readonly #known = new Set<string>()
  /** Digests of documents that were promised. */
  readonly #promised = new Set<string>()
  /** Documents below which nothing is read. */
  readonly #outermost = new Set<Document>()

  constructor(reader: DocumentReader, roots: readonly Document[], options: WalkOptions) {
    this.#reader = reader
    this.#options = options
    this.documents = new Map(roots.map((root) => [root.source, root]))
  }

  /** Reads everything. Throws ImageError where the run is to end. */
  async run(): Promise<void> {
    const depthLimit = limitOf(this.#options.limits, 'index-depth')
    let level = [...this.documents.values()]
    for (let depth = 0; level.length > 0; depth += 1) {
      if (depth === depthLimit) this.#cutOff(level, depthLimit)
      const promised = level.flatMap((document) => this.#promisedBy(document))
      level = await this.#readAll(promised, 'manifest')
    }
    this.#checkSelection()
    await this.#readAll(this.#promisedConfigs(), 'blob')
    this.#checkPlatforms()
  }

  #cut(code: string, message: string): void {
    if (!this.limits.some((problem) => problem.code === code)) this.limits.push({ code, message })
  }

  #cutOff(level: readonly Document[], limit: number): void {
    for (const document of level) this.#outermost.add(document)
    if (!level.some(({ value }) => isObject(value))) return
    const message = `nests more than ${limit} indexes inside of each other (${raising('index-depth')})`
    this.#cut('too-deep', message)
  }

  /** A selection of nothing must not pass as an image without faults. */
  #checkSelection(): void {
    const { selection } = this.#options
    const isEmpty = !this.references.some(
      ({ outside, role, item }) => !outside && (role === 'manifest' || item),
    )
    if (!selection || !isEmpty || !this.references.some(({ outside }) => outside)) return
    this.#cut('not-selected', `has nothing with ${selectionInWords(selection)}`)
  }

  /** Neither must a platform that no image has: of an artifact there is no platform to look for. */
  #checkPlatforms(): void {
    const { platforms = [] } = this.#options.selection ?? {}
    const configs = [...this.documents.values()].filter(
      ({ kind, borrowed }) => kind === 'config' && !borrowed,
    )
    if (configs.length === 0) return
    const found = [
      ...configs.map(({ value }) => value),
      ...this.references.flatMap(({ role, outside, descriptor }) =>
        role === 'manifest' && !outside ? [property(descriptor, 'platform')] : [],
      ),
    ].filter((platform) => platform !== undefined)
    const absent = platforms.filter((each) => !found.some((platform) => isPlatform(platform, each)))
    if (absent.length > 0)
      this.#cut('not-selected', `has nothing with ${selectionInWords({ platforms: absent })}`)
  }

  /** Whether a digest is one of as many as are followed. */
  #isWithinLimit(digest: string): boolean {
    if (this.#known.has(digest)) return true
    const limit = limitOf(this.#options.limits, 'nodes')
    // The entry point is one of them.
    if (this.#known.size + 1 < limit) {
      this.#known.add(digest)
      return true
    }
    this.#cut('too-many', `refers to more than ${limit} blobs (${raising('nodes')})`)
    return false
  }

  /** The indexes and manifests that a document refers to and that were not met before. */
  #promisedBy(document: Document): Promised[] {
    const promised: Promised[] = []
    const { spec, selection = {} } = this.#options
    for (const reference of referencesOf(document, spec)) {
      this.references.push(reference)
      if (isOutside(reference, selection)) {
        reference.outside = true
        continue
      }
      const { digest, role, mediaType } = reference
      if (digest === undefined || this.#outermost.has(document)) continue
      if (!this.#isWithinLimit(digest) || (role !== 'manifest' && role !== 'subject')) continue
      const { kind } = mediaType
      if ((kind !== 'index' && kind !== 'manifest') || !this.#isNew(digest)) continue
      promised.push({ digest, kind, size: reference.descriptor['size'] })
    }
    return promised
  }

  #isNew(digest: string): boolean {
    if (this.#promised.has(digest) || this.documents.has(digest)) return false
    this.#promised.add(digest)
    return true
  }

  /** The configurations of manifests, which come last: only now it is known whose they are. */
  #promisedConfigs(): Promised[] {
    const configs = groupedBy(this.references, ({ role, mediaType, from, digest, outside }) => {
      const isConfig = role === 'config' && mediaType.kind === 'config' && !outside
      return isConfig && !this.#outermost.has(from) ? digest : undefined
    })
    const promised: Promised[] = []
    for (const [digest, references] of configs) {
      if (!this.#known.has(digest) || !this.#isNew(digest)) continue
      const isOfImage = references.some(({ from, item }) => item !== undefined || isImage(from.value))
      const size = references[0]?.descriptor['size']
      promised.push({ digest, kind: 'config', size, ...(isOfImage ? {} : { borrowed: true }) })
    }
    return promised
  }

  /** Reads documents; returns those that could be read. */
  async #readAll(promised: readonly Promised[], as: 'manifest' | 'blob'): Promise<Document[]> {
    const found: Document[] = []
    for await (const [each, read] of this.#reader.all(promised, as)) {
      const document = this.#documentOf(each, read)
      if (!document) continue
      this.documents.set(document.source, document)
      found.push(document)
    }
    return found
  }

  #documentOf({ digest, kind, size, borrowed }: Promised, read: ReadDocument): Document | undefined {
    if ('failure' in read) {
      const { code, message } = read.failure
      // Its bytes are inspected as those of any other blob.
      if (code === 'too-large') {
        return unreadDocument(digest, kind, message, typeof size === 'number' ? size : undefined)
      }
      this.blobs.set(digest, { digest, state: stateOf(code), reason: message })
      return undefined
    }
    const blob = this.#blobOf(digest, read.bytes)
    this.blobs.set(digest, blob)
    const document = { ...documentOf(read, digest, kind), ...(borrowed ? { borrowed } : {}) }
    return blob.verified === false && !isRecognisable(document) ? undefined : document
  }

  /** The digest that bytes are to have: in a docker archive the name of a file may contain it. */
  #statedDigest(digest: string): string {
    return this.#options.named ? (digestInName(digest) ?? '') : digest
  }

  #blobOf(digest: string, bytes: Uint8Array): Blob {
    const registered = parseDigest(this.#statedDigest(digest))?.registered
    const isKnown = registered !== undefined && (registered !== 'blake3' || this.#options.spec === 'dev')
    const actual = digestOf(bytes, registered ?? 'sha256')
    const verified = isKnown ? { verified: actual === this.#statedDigest(digest) } : {}
    return { digest, state: 'present', size: bytes.length, actual, ...verified }
  }
}

/** What a failed reading means for a blob. */
export function stateOf(code: Failure['code']): Exclude<Blob['state'], 'present'> {
  if (code === 'absent') return 'absent'
  return code === 'outside' || code === 'not-a-file' ? 'refused' : 'unreadable'
}
