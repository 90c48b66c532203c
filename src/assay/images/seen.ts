import { createTexts } from '../../files/texts.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import type { Shown } from '../../results/images/gathering.ts'
import { createSlimming } from './slim.ts'

/** What one image of many shows. */
export interface ReadOutcome {
  outcome: ImageOutcome
  /** Absent where it was not read. */
  requirements: readonly Shown[]
}

/** What images have shown that may have other names as well. */
export interface SeenImages {
  /** What the image of a key shows; reads it where no other name has led to it before. */
  of(key: string, read: () => Promise<ReadOutcome>): Promise<ReadOutcome>
  close(): void
}

/** Of ten thousand images what they have shown is kept as text, most of which is the same. */
export function createSeenImages(): SeenImages {
  const texts = createTexts()
  const reading = new Map<string, Promise<ReadOutcome>>()
  const slim = createSlimming()

  async function first(key: string, read: () => Promise<ReadOutcome>): Promise<ReadOutcome> {
    try {
      const seen = await read()
      texts.set(key, JSON.stringify([seen.outcome, slim.textOf(seen.requirements)]))
      return seen
    } finally {
      reading.delete(key)
    }
  }

  return {
    of(key, read) {
      const text = texts.get(key)
      if (text !== undefined) {
        const [outcome, requirements] = JSON.parse(text) as [ImageOutcome, string]
        return Promise.resolve({ outcome, requirements: slim.of(requirements) })
      }
      const seen = reading.get(key) ?? first(key, read)
      reading.set(key, seen)
      return seen
    },
    close: () => texts.close(),
  }
}
