import { breathing } from '../engine/breathing.ts'
import { ImageError } from './error.ts'

export const interrupted = new ImageError('aborted', 'the run was interrupted')

/** Throws ImageError where the run is to end. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted
}

/**
 * For loops over what an image holds, whose length is the image's choice: see breathing. What it returns rejects with
 * ImageError where the run is to end.
 */
export function interruptible(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  const breath = breathing()
  return () => breath()?.then(() => throwIfInterrupted(signal))
}
