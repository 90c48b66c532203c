import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BlobFacts, BlobInspector, BlobLimits, BlobRequest } from './blob.ts'
import type { FileRange } from './file-range.ts'
import { reasonOf } from './problem.ts'
import { failureOf, ImageError, type BlobOutcome } from './source.ts'

/** What a thread is told; `id` names the blob, since it may have several under way. */
export type ThreadMessage = { id: number } & (
  | { request: BlobRequest; limits: BlobLimits; range?: FileRange }
  | { chunk: Uint8Array }
  | { end: true }
  | { drop: true }
)

export type BlobAnswer = Omit<BlobOutcome, 'request'>
/** What a thread tells: what it found, bytes read of a file, bytes of chunks that are done with. */
export type ThreadAnswer = { id: number } & ({ found: BlobAnswer } | { read: number } | { taken: number })

/**
 * A small nursery, since chunks die young and a large one only keeps their memory longer; and an end
 * to what a hostile layer can make one thread remember.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 }

/** The thread's code; from sources run by a test runner there is none, and the work is done here. */
const threadFile = new URL('thread.js', import.meta.url)
export const hasThreads = (): boolean => existsSync(fileURLToPath(threadFile))

/** Bytes under way to a thread at most, so that a slow one is not sent a whole blob. */
const underWay = 2 * 1024 ** 2

export const interrupted = new ImageError('aborted', 'the run was interrupted')

/** Facts or a failure, never an exception. */
export const answer = (facts: Promise<BlobFacts>): Promise<BlobAnswer> =>
  facts.then(
    (found) => ({ facts: found }),
    (error: unknown) => ({ failure: failureOf(error) }),
  )

interface Pending {
  settle: (found: BlobAnswer) => void
  read?: (bytes: number) => void
  taken?: (bytes: number) => void
}

/** A thread that inspects blobs: files that it reads itself, and streams that it is sent. */
export interface ThreadLane {
  /** Never rejects: a thread that dies fails what it has under way, and is replaced for the next. */
  file(
    request: BlobRequest,
    range: FileRange,
    limits: BlobLimits,
    onRead?: (bytes: number) => void,
  ): Promise<BlobAnswer>
  /** An inspector whose work is done in the thread; `finish` throws ImageError where the thread died. */
  stream(request: BlobRequest, limits: BlobLimits): BlobInspector
  /** Ends the thread; what is under way fails with the error. */
  stop(error?: ImageError): Promise<unknown>
}

export function threadLane(): ThreadLane {
  let worker: Worker | undefined
  let last = 0
  const pending = new Map<number, Pending>()

  const die = (thread: Worker, error: ImageError) => {
    if (worker === thread) {
      worker = undefined
      for (const { settle } of pending.values()) settle({ failure: failureOf(error) })
      pending.clear()
    }
    return thread.terminate()
  }
  const start = (): Worker => {
    const thread = new Worker(threadFile, { execArgv: [], resourceLimits })
    const broken = (why: string) =>
      void die(thread, new ImageError('unreadable', `reading ended unexpectedly (${why})`))
    thread.on('message', (told: ThreadAnswer) => {
      const waiting = pending.get(told.id)
      if ('read' in told) waiting?.read?.(told.read)
      else if ('taken' in told) waiting?.taken?.(told.taken)
      else {
        pending.delete(told.id)
        waiting?.settle(told.found)
      }
    })
    thread.on('error', (error) => broken(reasonOf(error)))
    thread.on('exit', (code) => {
      if (worker === thread) broken(`exit code ${code}`)
    })
    return thread
  }
  const send = (message: ThreadMessage, moved: readonly ArrayBuffer[] = []) =>
    (worker ??= start()).postMessage(message, moved)

  return {
    file: (request, range, limits, read) =>
      new Promise((settle) => {
        const id = (last += 1)
        pending.set(id, { settle, ...(read ? { read } : {}) })
        send({ id, request, limits, range })
      }),
    stream(request, limits) {
      const id = (last += 1)
      let sent = 0
      let goOn: (() => void) | undefined
      const found = new Promise<BlobAnswer>((resolve) => {
        pending.set(id, {
          settle(answered) {
            resolve(answered)
            goOn?.()
          },
          taken(bytes) {
            sent -= bytes
            if (sent <= underWay) goOn?.()
          },
        })
      })
      send({ id, request, limits })
      return {
        write(chunk) {
          if (!pending.has(id)) return undefined
          // A copy of its own, which can be handed over: the chunk is a part of somebody's buffer.
          const copy = new Uint8Array(chunk)
          sent += copy.length
          send({ id, chunk: copy }, [copy.buffer])
          return sent <= underWay ? undefined : new Promise((resolve) => (goOn = resolve))
        },
        async finish() {
          if (pending.has(id)) send({ id, end: true })
          const { facts, failure } = await found
          if (facts) return facts
          throw new ImageError(
            failure?.code ?? 'unreadable',
            failure?.message ?? 'reading ended unexpectedly',
          )
        },
        close() {
          if (pending.delete(id)) send({ id, drop: true })
        },
      }
    },
    async stop(error = interrupted) {
      if (worker) await die(worker, error)
    },
  }
}
