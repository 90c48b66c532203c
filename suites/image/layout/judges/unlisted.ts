import type { ImageFacts } from '../../facts/facts.ts'
import type { Unevaluated } from '../../judges/check.ts'

const ofBlobFiles = [
  'layout.blob.matches-name',
  'layout.blob.name-grammar',
  'layout.blob.in-algorithm-folder',
] as const

/** Folders of blobs that cannot be listed, and files beyond the number that is listed: what is in them is not known. */
export function* judgeUnlisted({ problems }: Pick<ImageFacts, 'problems'>): Generator<Unevaluated> {
  for (const { code, message, path = '' } of problems) {
    const isOfBlobs = path === 'blobs' || path.startsWith('blobs/')
    if (code !== 'too-many' && !(code === 'unreadable' && isOfBlobs)) continue
    const unevaluated = code === 'too-many' ? `the layout ${message}` : message
    for (const requirement of ofBlobFiles) yield { requirement, unevaluated }
  }
}
