import { depths, usualDepth, usualRequests, type Depth } from '../../engine/depth.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { RegistryOptions } from '../options.ts'

/** How far a run goes. */
export interface Extent {
  depth: Depth
  /** How many requests are generated at most. */
  requests: number
}

/** Bytes: below that, nothing that is large is tried. */
const leastBlob = 1024 ** 2

/** The extent of a run with these options, with the defaults of its depth. Throws Failure where a value is not possible. */
export function extentOf({
  depth = usualDepth,
  requests,
  sequences,
  largestBlob,
}: Pick<RegistryOptions, 'depth' | 'requests' | 'sequences' | 'largestBlob'>): Extent {
  if (!depths.includes(depth)) {
    throw new Failure(`unknown depth ${depth as string}: choose among ${depths.join(', ')}`, exitCodes.usage)
  }
  if (requests !== undefined && (!Number.isSafeInteger(requests) || requests < 0)) {
    throw new Failure(`requests must be a whole number from 0, and is ${requests}`, exitCodes.usage)
  }
  if (sequences !== undefined && depth === 'quick') {
    throw new Failure(
      'depth quick has no generated sequences',
      exitCodes.usage,
      'select a sequence with --depth standard or --depth thorough, as in the run that found it',
    )
  }
  const wrong = sequences?.find((each) => !/^[1-9]\d{0,6}$/.test(each))
  if (wrong !== undefined)
    throw new Failure(`a sequence is a number from 1, and not ${JSON.stringify(wrong)}`, exitCodes.usage)
  if (largestBlob !== undefined && (!Number.isSafeInteger(largestBlob) || largestBlob < leastBlob)) {
    throw new Failure(
      `largest-blob must be a number of bytes from ${leastBlob}, and is ${largestBlob}`,
      exitCodes.usage,
    )
  }
  return { depth, requests: depth === 'quick' ? 0 : (requests ?? usualRequests[depth]) }
}
