import { limitOf, raising } from '../limits.ts'
import type { Problem } from '../problem.ts'
import type { BlobFacts, BlobLimits } from './blob.ts'
import { noCoding, type Coding, type Decoder } from './compression.ts'
import { createHashers, type Algorithm, type Hashers } from './digest.ts'
import { GzipDecoder } from './gzip/decoder.ts'
import { tarBlock } from './tar/bytes.ts'
import { LayerEntries } from './tar/entries.ts'
import type { TarFacts } from './tar/facts.ts'
import { FileKeeper } from './tar/keep.ts'
import { FileCollector } from './tar/collect-files.ts'
import type { FileQuery } from './tar/layer-files.ts'
import { TarParser } from './tar/parser.ts'
import { ZstdDecoder } from './zstd/decoder.ts'

export interface ContentOptions {
  coding: Coding
  diffAlgorithms: readonly Algorithm[]
  /** See BlobRequest. */
  keep: readonly string[] | undefined
  files: FileQuery | undefined
  limits: BlobLimits
  /** Ends the decompression; what is found then is not to be used. */
  signal: AbortSignal | undefined
  problem(problem: Problem): void
  /** Compressed bytes so far. */
  blobSize(): number
  /** Algorithms by which the blob's own bytes are hashed, which uncompressed content shares. */
  blobAlgorithms: readonly Algorithm[]
}

export type ContentFacts = Pick<
  BlobFacts,
  'coding' | 'content' | 'contentSize' | 'head' | 'kept' | 'files'
> & {
  tar: TarFacts
}

/** Bytes that are never too many for the size of their blob. */
const ratioFreeSize = 1024 ** 3

/** What follows a whole stream does not spoil the content, and neither do its checksums. */
const harmless = /^(?:trailing-|gzip-header-checksum|gzip-size|gzip-checksum|zstd-size|zstd-checksum)/

/** From the bytes of a blob to the facts of what is inside: decompresses, hashes, and walks the tar. */
export class BlobContent {
  readonly #options: ContentOptions
  readonly #decoder: Decoder | undefined
  readonly #hashers: Hashers
  readonly #entries: LayerEntries
  readonly #keeper: FileKeeper | undefined
  readonly #collector: FileCollector | undefined
  readonly #tar: TarParser
  #size = 0
  #head = Buffer.alloc(0)
  #failed = false

  constructor(options: ContentOptions) {
    this.#options = options
    const { coding, limits, keep, files } = options
    const decoding = {
      output: (bytes: Uint8Array) => this.#take(bytes),
      problem: (problem: Problem) => this.#onProblem(problem),
      ...(limits.limits === undefined ? {} : { limits: limits.limits }),
    }
    if (coding === 'gzip') this.#decoder = new GzipDecoder(decoding)
    else if (coding === 'zstd') this.#decoder = new ZstdDecoder(decoding)
    this.#hashers = createHashers(options.diffAlgorithms.filter((each) => !this.#isShared(each)))
    const entries = new LayerEntries(limits)
    const keeper = keep === undefined ? undefined : new FileKeeper(keep)
    this.#entries = entries
    this.#keeper = keeper
    const collector = files && new FileCollector(files, limits.limits)
    this.#collector = collector
    this.#tar = new TarParser(
      {
        entry(entry) {
          entries.entry(entry)
          keeper?.entry(entry)
          collector?.entry(entry)
        },
        ...(keeper || files?.digests
          ? {
              content(bytes: Uint8Array) {
                keeper?.content(bytes)
                collector?.content(bytes)
              },
            }
          : {}),
        problem: (problem) => entries.problem(problem),
      },
      limits.limits,
    )
  }

  write(chunk: Uint8Array): Promise<void> | void {
    return this.#decoder ? this.#decoder.write(chunk) : void this.#take(chunk)
  }

  /** `digests`: those of the blob's own bytes. */
  async finish(digests: BlobFacts['digests']): Promise<ContentFacts> {
    const coding = (await this.#decoder?.end()) ?? noCoding
    this.close()
    // What breaks off in the compression is reported once, and not again as a damaged tar.
    const tar = this.#entries.finish(this.#tar.end(this.#failed))
    const diffIds = { ...this.#sharedOf(digests), ...this.#hashers.digests() }
    return {
      coding,
      ...(this.#failed ? {} : { content: { size: this.#size, diffIds } }),
      contentSize: this.#size,
      tar,
      ...(tar.summary.stopped === 'not-tar' ? { head: this.#head } : {}),
      ...(this.#keeper ? { kept: this.#keeper.kept() } : {}),
      ...(this.#collector ? { files: this.#collector.files() } : {}),
    }
  }

  close(): void {
    this.#decoder?.close()
  }

  /** Bytes that are not compressed are hashed once: the digest of the blob is its DiffID too. */
  #isShared(algorithm: Algorithm): boolean {
    return this.#options.coding === 'none' && this.#options.blobAlgorithms.includes(algorithm)
  }

  #sharedOf(digests: BlobFacts['digests']): BlobFacts['digests'] {
    const shared = this.#options.diffAlgorithms.filter((algorithm) => this.#isShared(algorithm))
    return Object.fromEntries(shared.map((algorithm) => [algorithm, digests[algorithm]]))
  }

  #onProblem(problem: Problem): void {
    if (!harmless.test(problem.code)) this.#failed = true
    this.#options.problem(problem)
  }

  /** False where no more bytes are wanted. */
  #take(bytes: Uint8Array): boolean {
    if (this.#failed || this.#options.signal?.aborted) return false
    this.#size += bytes.length
    const beyond = this.#limitReached()
    if (beyond) {
      this.#onProblem({ ...beyond, offset: this.#size })
      return false
    }
    if (this.#head.length < tarBlock) {
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, tarBlock - this.#head.length)])
    }
    this.#hashers.update(bytes)
    this.#tar.push(bytes)
    return true
  }

  /** Memory stays flat, so these limits bound time. */
  #limitReached(): Problem | undefined {
    const { limits } = this.#options
    const most = limitOf(limits.limits, 'layer-size')
    if (this.#size > most) {
      const message = `decompresses to more than ${most} bytes (${raising('layer-size')})`
      return { code: 'content-limit', message }
    }
    const ratio = limitOf(limits.limits, 'layer-ratio')
    if (this.#size <= ratioFreeSize || this.#size <= this.#options.blobSize() * ratio) return undefined
    const message = `decompresses to more than ${ratio} times its size (${raising('layer-ratio')})`
    return { code: 'ratio-limit', message }
  }
}
