import type { Content } from '../blob.ts'
import type { History } from '../history.ts'

/** What was pushed under a digest, in any repository. */
export function contentUnder({ blobs }: History, digest: string): Partial<Content> | undefined {
  for (const [key, writes] of blobs) {
    const known = key.endsWith(` ${digest}`) && writes.find(({ value }) => value?.size !== undefined)
    if (known) return known.value
  }
  return undefined
}
