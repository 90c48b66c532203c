import type { BlobRequest, InspectOptions } from '../decode/blob.ts'
import { LocalInspector, type BlobInspector } from '../decode/inspector.ts'
import { limitsOf, threadsOf } from './pool.ts'
import { hasThreads, threadLane } from './lane.ts'

/** A smaller blob is inspected sooner than a thread has started. */
const worthThread = 1024 ** 2

export interface StreamInspectors {
  inspect(request: BlobRequest): BlobInspector
  close(): Promise<unknown>
}

/**
 * Inspectors of blobs whose bytes come from elsewhere, several at once: what is large is sent to threads,
 * so that whoever fetches is not kept from it by hashing.
 */
export function streamInspectors(options: InspectOptions): StreamInspectors {
  const limits = limitsOf(options)
  // One core is for whoever fetches.
  const number = hasThreads() ? threadsOf(options) - 1 : 0
  const lanes = Array.from({ length: number }, threadLane)
  let turn = 0
  const { signal } = options
  const local = (request: BlobRequest) => new LocalInspector(request, limits, signal)
  const inThread = (request: BlobRequest): BlobInspector => {
    turn += 1
    return lanes[turn % lanes.length]!.stream(request, limits)
  }
  return {
    inspect: (request) =>
      lanes.length === 0
        ? local(request)
        : whenLarge(
            () => local(request),
            () => inThread(request),
          ),
    close: () => Promise.all(lanes.map((lane) => lane.stop())),
  }
}

/** Holds the first bytes until it is known whether there are more of them than `worthThread`. */
function whenLarge(small: () => BlobInspector, large: () => BlobInspector): BlobInspector {
  let held: Uint8Array[] = []
  let size = 0
  let inspector: BlobInspector | undefined
  const begin = async (begun: BlobInspector) => {
    inspector = begun
    for (const chunk of held) await begun.write(chunk)
    held = []
    return begun
  }
  return {
    write(chunk) {
      if (inspector) return inspector.write(chunk)
      held.push(new Uint8Array(chunk))
      size += chunk.length
      return size < worthThread ? undefined : begin(large()).then(() => {})
    },
    async finish() {
      return (inspector ?? (await begin(small()))).finish()
    },
    close: () => inspector?.close(),
  }
}
