import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BlobFacts, BlobLimits, BlobRequest } from '../decode/blob.ts'
import type { BlobInspector } from '../decode/inspector.ts'
import type { FileRange } from '../file-range.ts'
import { interrupted } from '../interruptible.ts'
import { reasonOf } from '../problem.ts'
import { slotRing } from './slot-ring.ts'
import { failureOf, ImageError } from '../error.ts'
import type { BlobOutcome } from '../decode/blob.ts'

/** What a thread is told; `id` names the blob, since it may have several under way. */
export type ThreadMessage = { id: number } & (
  | { request: BlobRequest; limits: BlobLimits; range?: FileRange }
  | { slot: SharedArrayBuffer; length: number }
  | { end: true }
  | { drop: true }
)

export type BlobAnswer = Omit<BlobOutcome, 'request'>
/** What a thread tells: what it found, bytes read of a file, or a slot that may be filled again. */
export type ThreadAnswer = { id: number } & (
  | { found: BlobAnswer }
  | { read: number }
  | { taken: SharedArrayBuffer }
)

/**
 * A small nursery, since chunks die young and a large one only keeps their memory longer; and an end
 * to what a hostile layer can make one thread remember.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 }

/** The thread's code; from sources run by a test runner there is none, and the work is done here. */
const threadFile = new URL('thread.js', import.meta.url)
export const hasThreads = (): boolean => existsSync(fileURLToPath(threadFile))

/** Facts or a failure, never an exception. */
export const answer = (facts: Promise<BlobFacts>): Promise<BlobAnswer> =>
  facts.then(
    (found) => ({ facts: found }),
    (error: unknown) => ({ failure: failureOf(error) }),
  )

interface Pending {
  settle: (found: BlobAnswer) => void
  read?: (bytes: number) => void
  taken?: (slot: SharedArrayBuffer) => void
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
  const send = (message: ThreadMessage) => (worker ??= start()).postMessage(message, [])

  return {
    file: (request, range, limits, read) =>
      new Promise((settle) => {
        const id = (last += 1)
        pending.set(id, { settle, ...(read ? { read } : {}) })
        send({ id, request, limits, range })
      }),
    stream(request, limits) {
      const id = (last += 1)
      const ring = slotRing((slot, length) => send({ id, slot, length }))
      const found = new Promise<BlobAnswer>((resolve) => {
        pending.set(id, {
          settle(answered) {
            resolve(answered)
            ring.stop()
          },
          taken: ring.give,
        })
      })
      send({ id, request, limits })
      return {
        write(chunk) {
          return pending.has(id) ? ring.put(chunk) : undefined
        },
        async finish() {
          if (pending.has(id)) {
            ring.flush()
            send({ id, end: true })
          }
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
