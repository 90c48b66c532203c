import { availableParallelism } from 'node:os'

/** Below this many bytes altogether threads take longer to start than the work takes. */
export const worthThreads = 16 * 1024 ** 2

const mostThreads = 8

/** As many threads as the options or the cores allow. */
export const threadsOf = ({ threads }: { threads?: number | undefined }): number =>
  Math.max(1, threads ?? Math.min(availableParallelism(), mostThreads))
