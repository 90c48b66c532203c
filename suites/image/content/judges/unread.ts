import type { ImageFacts, Unread } from '../../facts/facts.ts'
import { missingIn } from './missing.ts'

/** Content whose file is the reason why it cannot be read: where there is nothing else to report on what is missing. */
export function unreadFile(image: ImageFacts): Unread | undefined {
  for (const { blob } of missingIn(image)) {
    const cause = image.causes.ofFile(blob.digest)
    if (cause) return { kinds: [], ...cause }
  }
  return undefined
}
