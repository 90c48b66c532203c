import { problemList } from '../problem.ts'
import type { BlobFacts, BlobLimits, BlobRequest } from './blob.ts'
import { noCoding, sniffCoding } from './compression.ts'
import { BlobContent } from './content.ts'
import { createHashers, parseDigest, type Algorithm, type Hashers } from './digest.ts'
import { tarBlock } from './tar/bytes.ts'
import { hasChecksum } from './tar/header.ts'

/** Bytes that show what a blob is. */
const sniffLength = tarBlock

/**
 * Digest, size, compression, digest of the content, and the walk over its tar, all in one pass: bytes are pushed, facts
 * come out. Never throws for what the bytes are.
 */
export class BlobInspector {
  readonly #request: BlobRequest
  readonly #limits: BlobLimits
  readonly #signal: AbortSignal | undefined
  readonly #algorithm: Algorithm | undefined
  readonly #hashers: Hashers
  readonly #problems: ReturnType<typeof problemList>
  #size = 0
  /** The first bytes, until there are enough of them to know what they are. */
  #head: Buffer | undefined
  /** What is inside; absent where only the bytes themselves matter. */
  #content: BlobContent | undefined

  /** `signal` ends the decompression; what is found then is not to be used. */
  constructor(request: BlobRequest, limits: BlobLimits = {}, signal?: AbortSignal) {
    this.#request = request
    this.#limits = limits
    this.#signal = signal
    this.#algorithm = parseDigest(request.digest)?.registered
    this.#hashers = createHashers([this.#algorithm ?? 'sha256'])
    this.#problems = problemList(limits.named)
    this.#head = request.as === 'opaque' ? undefined : Buffer.alloc(0)
  }

  /** Done, or resolves, when the chunk's buffer may be reused. */
  write(chunk: Uint8Array): Promise<void> | void {
    this.#size += chunk.length
    if (this.#head) {
      this.#hashers.update(chunk)
      this.#head = Buffer.concat([this.#head, chunk])
      return this.#head.length < sniffLength ? undefined : this.#begin(this.#head)
    }
    // Inflating goes on in the thread pool while this thread hashes.
    const written = this.#content?.write(chunk)
    this.#hashers.update(chunk)
    return written
  }

  async finish(): Promise<BlobFacts> {
    if (this.#head) await this.#begin(this.#head)
    const digests = this.#hashers.digests()
    const { digest } = this.#request
    const base = { digest, size: this.#size, digests, verified: this.#verify(digests) }
    if (!this.#content) {
      return { ...base, coding: noCoding, contentSize: this.#size, problems: this.#problems.problems }
    }
    const inside = await this.#content.finish(digests)
    return { ...base, ...inside, problems: this.#problems.problems }
  }

  /** Frees what is held, where `finish` will not be called. */
  close(): void {
    this.#content?.close()
  }

  #verify(digests: BlobFacts['digests']): BlobFacts['verified'] {
    if (this.#algorithm === undefined) return 'unverifiable'
    return digests[this.#algorithm] === this.#request.digest ? 'match' : 'mismatch'
  }

  /** Finds by the first bytes what the blob is, and reads them as that. */
  #begin(head: Buffer): Promise<void> | void {
    this.#head = undefined
    const coding = sniffCoding(head)
    const isTar = head.length >= tarBlock && hasChecksum(head)
    if (this.#request.as !== 'layer' && coding === 'none' && !isTar) return undefined
    const { diffAlgorithms = ['sha256'], keep, files } = this.#request
    this.#content = new BlobContent({
      coding,
      diffAlgorithms,
      keep,
      files,
      limits: this.#limits,
      signal: this.#signal,
      problem: this.#problems.add,
      blobSize: () => this.#size,
      blobAlgorithms: this.#hashers.algorithms,
    })
    return this.#content.write(head)
  }
}
