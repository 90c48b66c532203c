import { setting, together, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, type Effects } from '../../../../src/reference/effects/effects.ts'
import { started } from '../../../../src/reference/effects/uploads.ts'

const minimum = (bytes: number): Effects => ({ options: { minChunkLength: bytes } })

/** Faults in the minimum length of chunks. */
export const chunkMinimumFaults: readonly Fault[] = [
  {
    id: 'min-length-unannounced',
    violates: 'push.chunked.min-length-announced',
    title: 'rejects small chunks without having announced a minimum',
    effects: () => together(minimum(4096), without(started, 'OCI-Chunk-Min-Length')),
  },
  {
    id: 'min-length-unreadable',
    violates: 'push.chunked.min-length-form',
    title: 'announces its minimum chunk length with a unit',
    effects: () => setting(started, 'OCI-Chunk-Min-Length', '5 MiB'),
  },
  {
    id: 'min-length-negative',
    violates: 'push.chunked.min-length-form',
    title: 'announces a negative minimum chunk length',
    effects: () => setting(started, 'OCI-Chunk-Min-Length', '-1'),
  },
  {
    id: 'min-length-of-last-chunk',
    violates: 'push.chunked.final-any-length',
    title: 'rejects a final chunk below its announced minimum',
    effects: () =>
      together(
        minimum(2000),
        changePolicy((honest) => ({
          refuseChunk: (session, taken) =>
            session.size > 0 &&
            taken.length < 2000 &&
            taken.length > 0 &&
            !taken.closing &&
            isInOrder(session, taken)
              ? 'chunk-too-short'
              : honest.refuseChunk(session, taken),
        })),
      ),
  },
]

const isInOrder = (session: { size: number }, { range }: { range?: { first: number } }): boolean =>
  range?.first === session.size
