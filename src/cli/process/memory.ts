import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { endFor } from './start.ts'

/** Bytes of old objects that a run of all suites and its reports take at least. */
const least = 32 * 1024 ** 2

/** How often the heap is looked at; milliseconds. */
const every = 50

/**
 * The part of the heap's limit that may be in use after a collection: the rest is for clean-up and reports. From 0.8 on V8
 * may end the process although there is room, where collections free too little.
 */
const most = 0.7

/** Collections are expensive, so that they are not forced more often than this; more often where the limit is near. Milliseconds. */
const between = { far: 2000, near: 200 }
const near = 0.8

/**
 * Ends a run early while there is still memory for its clean-up and its reports. At the limit of its heap Node.js aborts
 * with a stack trace, and nothing can be done any more. Throws Failure where the limit is too low for any run.
 */
export function watchMemory(): { stop(): void } {
  const limit = oldGeneration(getHeapStatistics().heap_size_limit)
  if (limit < least) {
    const message = `Node.js may use ${mebibytes(limit)} MiB of memory, and a run needs ${mebibytes(least)} MiB`
    throw new Failure(
      message,
      exitCodes.incomplete,
      'raise the limit with NODE_OPTIONS=--max-old-space-size=4096 (MiB)',
    )
  }
  let collected = Number.NEGATIVE_INFINITY
  const timer = setInterval(() => {
    const inUse = used()
    const pause = inUse < near * limit ? between.far : between.near
    if (inUse < most * limit || performance.now() - collected < pause) return
    collect()
    collected = performance.now()
    if (used() < most * limit) return
    clearInterval(timer)
    endFor(
      new Failure(
        `memory is nearly used up (${mebibytes(used())} of ${mebibytes(limit)} MiB); cleaning up and writing the reports`,
        exitCodes.incomplete,
        'raise the limit with NODE_OPTIONS=--max-old-space-size=4096 (MiB), or evaluate less at once with --suite',
      ),
    )
  }, every)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Bytes of the limit that are for young objects alone: V8 ends the process where the old ones fill the rest. */
const young = 48 * 1024 ** 2
const oldGeneration = (limit: number): number => Math.max(limit - young, limit / 4)

/** Bytes of old objects, with those that are garbage. */
const used = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_') && !name.startsWith('read_only'))
    .reduce((sum, { space_used_size: size }) => sum + size, 0)

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 ** 2)

/** What is in use may be garbage: only a collection shows how much is not. */
function collect(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  gc()
}
