import { gzipDecoder } from './gzip/decoder.ts'
import { noCoding, sniffCoding, type CodingFacts, type Decoder, type DecoderOptions } from './compression.ts'
import { createHashers, parseDigest, type Algorithm } from './digest.ts'
import { limitOf, raising } from '../limits.ts'
import { fileKeeper, type Kept } from './tar/keep.ts'
import { problemList, type Problem } from '../problem.ts'
import { tarWalk, type TarFacts, type TarWalkOptions } from './tar/facts.ts'
import { hasChecksum, tarBlock } from './tar/header.ts'
import { tarParser, type TarEntry } from './tar/parser.ts'
import { zstdDecoder } from './zstd/decoder.ts'

/** What is to be found out about one blob. */
export interface BlobRequest {
  digest: string
  /**
   * `layer`: decompress by what the bytes are and walk the tar. `opaque`: hash only.
   * `sniff`: as a layer if the bytes are compressed or a tar, else hash only. Default `sniff`.
   */
  as?: 'layer' | 'opaque' | 'sniff'
  /** Algorithms of the diff_ids that the content is compared with; default sha256. */
  diffAlgorithms?: readonly Algorithm[]
  /**
   * The most bytes that any descriptor states, where all of them state some: a registry that sends far
   * more is not listened to for ever.
   */
  size?: number
  /** Files of a layer whose content is wanted, by their cleaned paths; at most 1 MiB of each. */
  keep?: readonly string[]
}

/** How much is read of a blob, and named of what is wrong with it. */
export type BlobLimits = TarWalkOptions

/** What one pass over a blob found; plain data. */
export interface BlobFacts {
  /** As asked for. */
  digest: string
  /** Bytes of the blob itself. */
  size: number
  /** Digests of the blob's bytes: by the algorithm asked for, or sha256 where that is not registered. */
  digests: Partial<Record<Algorithm, string>>
  /** `unverifiable` for an algorithm that nobody registered. */
  verified: 'match' | 'mismatch' | 'unverifiable'
  coding: CodingFacts
  /** Of the decompressed bytes; absent where it was not asked for, or they could not be read to the end. */
  content?: { size: number; diffIds: Partial<Record<Algorithm, string>> }
  /** Bytes that came out, also where the decompression did not reach its end. */
  contentSize: number
  tar?: TarFacts
  /** What the layer does to the files that were asked for; only where some were. */
  kept?: Record<string, Kept>
  /** The first bytes of a content that is no tar, at most 512. */
  head?: Uint8Array
  /** Problems of the compression and of reading; those of the tar are in `tar`. */
  problems: readonly Problem[]
}

/** One pass over one blob: bytes are pushed, facts come out. Never throws for what the bytes are. */
export interface BlobInspector {
  /** Done, or resolves, when the chunk's buffer may be reused. */
  write(chunk: Uint8Array): Promise<void> | void
  finish(): Promise<BlobFacts>
  /** Frees what is held, where `finish` will not be called. */
  close(): void
}

const ratioFreeSize = 1024 ** 3

export interface BlobVisitors {
  /** Is given each entry of the tar. */
  onEntry?(entry: TarEntry): void
  /** Ends the decompression; what is found then is not to be used. */
  signal?: AbortSignal | undefined
}

/** Bytes that decide what a blob is. */
const sniffLength = tarBlock

/** Digest, size, compression, digest of the content, and the walk over its tar, all in one pass. */
export function inspectBlob(
  request: BlobRequest,
  limits: BlobLimits = {},
  visitors: BlobVisitors = {},
): BlobInspector {
  const { as = 'sniff', diffAlgorithms = ['sha256'] } = request
  const asked = parseDigest(request.digest)?.registered
  const own = createHashers([asked ?? 'sha256'])
  const problems = problemList(limits.named)
  let size = 0
  let head = Buffer.alloc(0)
  let pipeline: Pipeline | undefined
  let evaluated = as === 'opaque'

  const decide = () => {
    evaluated = true
    const coding = sniffCoding(head)
    const isTar = head.length >= tarBlock && hasChecksum(head)
    if (as === 'sniff' && coding === 'none' && !isTar) return
    pipeline = contentPipeline({
      coding,
      diffAlgorithms,
      keep: request.keep,
      limits,
      visitors,
      problem: problems.add,
      readSize: () => size,
      own,
    })
  }

  return {
    write(chunk) {
      size += chunk.length
      if (!evaluated) {
        head = Buffer.concat([head, chunk])
        own.update(chunk)
        if (head.length < sniffLength) return
        decide()
        const first = head
        head = Buffer.alloc(0)
        return pipeline?.write(first)
      }
      // Inflating goes on in the thread pool while this thread hashes.
      const written = pipeline?.write(chunk)
      own.update(chunk)
      return written
    },
    async finish() {
      if (!evaluated) {
        decide()
        await pipeline?.write(head)
      }
      const digests = own.digests()
      const inside = await pipeline?.finish(digests)
      return {
        digest: request.digest,
        size,
        digests,
        verified:
          asked === undefined ? 'unverifiable' : digests[asked] === request.digest ? 'match' : 'mismatch',
        coding: inside?.coding ?? noCoding,
        ...(inside?.content ? { content: inside.content } : {}),
        contentSize: inside?.contentSize ?? size,
        ...(inside ? { tar: inside.tar } : {}),
        ...(inside?.head ? { head: inside.head } : {}),
        ...(inside?.kept ? { kept: inside.kept } : {}),
        problems: problems.problems,
      }
    },
    close() {
      pipeline?.close()
    },
  }
}

interface PipelineOptions {
  coding: 'gzip' | 'zstd' | 'none'
  diffAlgorithms: readonly Algorithm[]
  keep: readonly string[] | undefined
  limits: BlobLimits
  visitors: BlobVisitors
  problem(problem: Problem): void
  /** Compressed bytes so far. */
  readSize(): number
  /** Hashes of the blob's own bytes, which uncompressed content shares. */
  own: { algorithms: readonly Algorithm[] }
}

interface Pipeline {
  write(chunk: Uint8Array): Promise<void> | void
  /** Given the digests of the blob's own bytes. */
  finish(
    own: BlobFacts['digests'],
  ): Promise<Pick<BlobFacts, 'coding' | 'content' | 'contentSize' | 'head' | 'kept'> & { tar: TarFacts }>
  close(): void
}

/** From compressed bytes to the facts of what is inside. */
function contentPipeline(options: PipelineOptions): Pipeline {
  const { coding, limits, visitors } = options
  // Memory stays flat, so these bound time.
  const contentLimit = limitOf(limits.limits, 'layer-size')
  const ratioLimit = limitOf(limits.limits, 'layer-ratio')
  // Bytes that are not compressed are hashed once: the digest of the blob is its DiffID too.
  const isShared = (algorithm: Algorithm) => coding === 'none' && options.own.algorithms.includes(algorithm)
  const shared = options.diffAlgorithms.filter(isShared)
  const content = createHashers(options.diffAlgorithms.filter((algorithm) => !isShared(algorithm)))
  const walk = tarWalk(limits)
  const keeper = options.keep === undefined ? undefined : fileKeeper(options.keep)
  const parser = tarParser(
    {
      entry(entry) {
        walk.entry(entry)
        keeper?.entry(entry)
        visitors.onEntry?.(entry)
      },
      ...(keeper ? { content: (bytes: Uint8Array) => keeper.content(bytes) } : {}),
      problem: walk.problem,
    },
    limits.limits,
  )
  let size = 0
  let failed = false
  let head = new Uint8Array()

  const stop = (code: string, message: string): false => {
    failed = true
    options.problem({ code, message, offset: size })
    return false
  }
  const output = (bytes: Uint8Array): boolean => {
    if (failed || visitors.signal?.aborted) return false
    size += bytes.length
    if (size > contentLimit) {
      return stop(
        'content-limit',
        `decompresses to more than ${contentLimit} bytes (${raising('layer-size')})`,
      )
    }
    if (size > ratioFreeSize && size > options.readSize() * ratioLimit) {
      return stop(
        'ratio-limit',
        `decompresses to more than ${ratioLimit} times its size (${raising('layer-ratio')})`,
      )
    }
    if (head.length < tarBlock) {
      head = Buffer.concat([head, bytes.subarray(0, tarBlock - head.length)])
    }
    content.update(bytes)
    parser.push(bytes)
    return true
  }
  const decoding: DecoderOptions = {
    output,
    problem(problem) {
      // What follows a whole stream does not spoil the content.
      if (
        !/^(?:trailing-|gzip-header-checksum|gzip-size|gzip-checksum|zstd-size|zstd-checksum)/.test(
          problem.code,
        )
      )
        failed = true
      options.problem(problem)
    },
    ...(limits.limits === undefined ? {} : { limits: limits.limits }),
  }
  const decoder: Decoder | undefined =
    coding === 'gzip' ? gzipDecoder(decoding) : coding === 'zstd' ? zstdDecoder(decoding) : undefined

  return {
    write: (chunk) => (decoder ? decoder.write(chunk) : void output(chunk)),
    async finish(own) {
      const facts = (await decoder?.end()) ?? noCoding
      decoder?.close()
      // What breaks off in the compression is told once, and not again as a broken tar.
      const tar = walk.finish(parser.end(failed))
      return {
        coding: facts,
        ...(failed ? {} : { content: { size, diffIds: { ...pick(own, shared), ...content.digests() } } }),
        contentSize: size,
        tar,
        ...(tar.summary.stopped === 'not-tar' ? { head } : {}),
        ...(keeper ? { kept: keeper.kept() } : {}),
      }
    },
    close: () => decoder?.close(),
  }
}

const pick = (digests: BlobFacts['digests'], algorithms: readonly Algorithm[]): BlobFacts['digests'] =>
  Object.fromEntries(algorithms.map((algorithm) => [algorithm, digests[algorithm]]))
