import { closeSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { archiveIndex, isDockerArchive } from './files.ts'
import { dockerRoot } from '../docker/root.ts'
import { checkArchive, cutShort, listed, notFound } from './archive.ts'
import {
  limitsOf,
  type BlobFacts,
  type BlobOutcome,
  type BlobRequest,
  type InspectOptions,
} from '../../decode/blob.ts'
import { BlobInspector } from '../../decode/inspector.ts'
import { decompressed } from './decompressed.ts'
import { parseDigest } from '../../decode/digest.ts'
import { pathOf, tooLarge } from '../directory/directory.ts'
import { openRegular, systemError } from '../../file-range.ts'
import { interruptible, throwIfInterrupted } from '../../interruptible.ts'
import { indexRoot } from '../layout.ts'
import { defaultReadLimit, type ImageSource } from '../source.ts'
import { ImageError } from '../../error.ts'
import { cleanName } from '../../decode/tar/names.ts'
import { TarParser } from '../../decode/tar/parser.ts'
import type { TarEntry } from '../../decode/tar/entry.ts'
import { answer, type BlobAnswer } from '../../decode/answer.ts'

/** Files up to this size are kept while the archive is read, so that documents need no other pass. */
const keptFile = 1024 ** 2
/** All kept files together. */
const keptTotal = 32 * 1024 ** 2

/** Bytes between two looks at the clock: few enough, since some headers cost far more than others. */
const pushed = 64 * 1024

type OnProblem = (code: string, message: string) => void

type Happening = { entry: TarEntry } | { bytes: Uint8Array }

/** Reads the whole archive once and hands entries and contents out in their order. */
async function* pass(file: string, options: InspectOptions, onProblem: OnProblem) {
  const breath = interruptible(options.signal)
  let happened: Happening[] = []
  const parser = new TarParser(
    {
      entry: (entry) => void happened.push({ entry }),
      content: (bytes) => void happened.push({ bytes }),
      problem: ({ code, message }) => onProblem(code, message),
    },
    options.limits,
  )
  let isDamaged = false
  const onCompressionProblem = (problem: { code: string; message: string }) => {
    isDamaged = isDamaged || !problem.code.startsWith('trailing-')
    onProblem(problem.code, problem.message)
  }
  for await (const chunk of decompressed(file, onCompressionProblem, options)) {
    for (let at = 0; at < chunk.length; at += pushed) {
      const pause = breath()
      if (pause) await pause
      parser.push(chunk.subarray(at, at + pushed))
      yield* happened
      happened = []
    }
  }
  return { summary: parser.end(isDamaged), isDamaged }
}

/** The path of a blob as a digest: from `blobs/sha256/x`, `sha256:x`. */
const digestAt = (path: string): string | undefined => {
  const [blobs, algorithm, encoded, ...more] = path.split('/')
  if (blobs !== 'blobs' || algorithm === undefined || encoded === undefined || more.length > 0)
    return undefined
  return parseDigest(`${algorithm}:${encoded}`)?.text
}

/** Files of a docker archive that may be layers; all of them are known once its manifest.json has been read. */
const ofDockerLayer = /\.(?:tar(?:\.[a-z0-9]+)?|tgz)$/i

const diffsOf = ({ diffAlgorithms = ['sha256'] }: BlobRequest): readonly string[] => diffAlgorithms

/** True where the first pass, which knew no media types, found all that a request wants. */
const answers = (facts: BlobFacts, request: BlobRequest): boolean =>
  request.as === 'opaque' ||
  // What is neither compressed nor a tar was not walked.
  ((request.as !== 'layer' || facts.tar !== undefined) &&
    (request.keep === undefined || facts.kept !== undefined) &&
    diffsOf(request).every((algorithm) => !facts.content || algorithm in facts.content.diffIds))

/**
 * An image layout or a docker archive in a compressed tar. Nothing can be sought in such a file, and nothing is unpacked to
 * the disk: one pass while opening indexes the files, keeps the small ones and inspects every blob by
 * what its bytes are. Only what that pass could not know costs another: `inspect` one at most for all
 * requests together, `read` of a large file one each. Throws ImageError.
 */
export async function openPackedArchive(name: string, options: InspectOptions = {}): Promise<ImageSource> {
  const file = await realpath(name).catch((error: unknown) => {
    throw systemError(error, name)
  })
  closeSync(openRegular(file))
  const index = archiveIndex()
  const kept = new Map<string, Uint8Array>()
  const known = new Map<string, BlobFacts>()
  let keptSize = 0

  /** Inspects blobs on the way; `wanted` names those that matter, by path. */
  async function inspecting(wanted: (path: string) => BlobRequest | undefined, indexing: boolean) {
    const limits = limitsOf(options)
    const finding = new Map<BlobRequest, Promise<BlobAnswer>>()
    let request: BlobRequest | undefined
    let inspector: BlobInspector | undefined
    let keeping: { path: string; parts: Buffer[] } | undefined
    const finish = () => {
      // Not waited for: what comes next is read while the thread pool inflates the end of this one.
      if (request && inspector) finding.set(request, answer(inspector.finish()))
      if (keeping) kept.set(keeping.path, Buffer.concat(keeping.parts))
      inspector = undefined
      keeping = undefined
    }
    const reading = pass(file, options, (code, message) => {
      if (indexing) index.problem({ code, message })
    })
    try {
      let step = await reading.next()
      for (; step.done !== true; step = await reading.next()) {
        const happening = step.value
        if ('bytes' in happening) {
          await inspector?.write(happening.bytes)
          // A copy, since the bytes belong to a buffer far larger.
          keeping?.parts.push(Buffer.from(happening.bytes))
          continue
        }
        finish()
        const { entry } = happening
        const path = cleanName(entry.name)
        if (indexing) index.add(entry)
        // Neither a link nor an entry that is not followed, such as a duplicate.
        if (index.find(path)?.offset !== entry.contentOffset) continue
        request = wanted(path)
        if (request) inspector = new BlobInspector(request, limits, options.signal)
        if (indexing && entry.size <= keptFile && keptSize + entry.size <= keptTotal) {
          keptSize += entry.size
          keeping = { path, parts: [] }
        }
      }
      const { summary, isDamaged } = step.value
      // A file that broke off in the middle has no facts and no content.
      if (summary.stopped === undefined) finish()
      else inspector?.close()
      const found = new Map<BlobRequest, BlobAnswer>()
      for (const [request, outcome] of finding) found.set(request, await outcome)
      throwIfInterrupted(options.signal)
      return { found, summary, isDamaged }
    } finally {
      inspector?.close()
    }
  }

  const first = await inspecting((path) => {
    const digest = digestAt(path) ?? (ofDockerLayer.test(path) ? path : undefined)
    return digest === undefined ? undefined : { digest }
  }, true)
  for (const [{ digest }, { facts }] of first.found) if (facts) known.set(digest, facts)
  await index.complete(options.signal)
  checkArchive(name, index, first.summary)
  const isDocker = isDockerArchive(index)
  const placeOf = (what: string) => (isDocker ? cleanName(what) : pathOf(what))

  const locate = (what: string) => {
    const path = placeOf(what)
    const found = path === undefined ? undefined : index.find(path)
    if (!found) throw notFound(what, path, index)
    return found
  }

  async function* content(what: string): AsyncGenerator<Uint8Array> {
    const { entry, offset } = locate(what)
    const { path, size } = entry
    const small = kept.get(path)
    if (small) {
      yield small
      return
    }
    let inside = false
    let read = 0
    const reading = pass(file, options, () => {})
    for await (const happening of reading) {
      if ('bytes' in happening) {
        if (!inside) continue
        read += happening.bytes.length
        yield happening.bytes
      } else if (inside) return
      else inside = happening.entry.contentOffset === offset && happening.entry.size > 0
    }
    if (read < size) throw cutShort(name, what)
  }

  const source: ImageSource = {
    kind: isDocker ? 'docker-archive' : 'archive',
    problems: index.problems,
    describe: () => ({
      kind: 'image',
      name,
      details: { form: `compressed ${isDocker ? 'docker' : 'layout'} archive` },
    }),
    list: () => listed(index, options.signal),
    root: (readOptions) =>
      isDocker ? dockerRoot(source, index, readOptions) : indexRoot(source, readOptions),
    async read(what, { limit = defaultReadLimit } = {}) {
      const { size } = locate(what).entry
      if (size > limit) throw tooLarge(what, size, limit)
      const parts: Buffer[] = []
      for await (const part of content(what)) parts.push(Buffer.from(part))
      return Buffer.concat(parts)
    },
    stream: content,
    async *inspect(requests) {
      const again = new Map<string, BlobRequest>()
      for (const request of requests) {
        const outcome = answerFromFirst(request)
        if ('path' in outcome) again.set(outcome.path, request)
        else yield outcome
      }
      if (again.size === 0) return
      const { found: answered } = await inspecting((path) => again.get(path), false)
      for (const request of again.values()) {
        const found = answered.get(request)
        yield { request, ...(found ?? { failure: asData(cutShort(name, request.digest)) }) }
      }
    },
    async close() {},
  }

  /** The outcome, or the path of a file that must be read again. */
  function answerFromFirst(request: BlobRequest): BlobOutcome | { path: string } {
    const path = placeOf(request.digest)
    const entry = path === undefined ? undefined : index.find(path)?.entry
    if (!entry) return { request, failure: asData(notFound(request.digest, path, index)) }
    if (isDocker) {
      const facts = known.get(digestAt(entry.path) ?? entry.path)
      const isEnough = facts !== undefined && answers(facts, request)
      return isEnough ? { request, facts: { ...facts, digest: request.digest } } : { path: entry.path }
    }
    // Through a link the facts of the target hold, but its digest must be the requested one.
    const facts = entry.path === path ? known.get(request.digest) : undefined
    return facts && answers(facts, request) ? { request, facts } : { path: entry.path }
  }
  return source
}

const asData = ({ code, message }: ImageError) => ({ code, message })
