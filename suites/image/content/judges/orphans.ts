import { hasLayoutFiles } from '../../../../src/image/model/layout-files.ts'
import type { Blob, Reference } from '../../../../src/image/model/model.ts'
import type { ImageFacts, Unread } from '../../facts/facts.ts'
import { missingIn } from './missing.ts'

const leaves = new Set(['config', 'layer', 'blobs', 'layout-header'])

/** True where descriptors could have been in what was not read, or where one of them could not be followed. */
const hidesReferences = ({ kinds, by }: Unread): boolean =>
  !kinds.every((kind) => leaves.has(kind)) || (by !== undefined && /^(?:manifest|descriptor)\./.test(by))

const leadsToDocument = ({ mediaType: { kind } }: Reference): boolean =>
  kind === 'index' || kind === 'manifest'

/** Why it cannot be known which blobs are referred to; undefined where it can. */
export const hiddenBy = ({ unread }: Pick<ImageFacts, 'unread'>): Unread | undefined =>
  unread.find(hidesReferences)

/** Blobs of a layout that no descriptor refers to; none where that cannot be known, since not all descriptors were read. */
export function orphansOf(image: ImageFacts): readonly Blob[] {
  const { references, blobs, part } = image
  if (!hasLayoutFiles(image) || part?.hidden || hiddenBy(image)) return []
  if (missingIn(image).some((each) => each.references.some(leadsToDocument))) return []
  const reached = new Set(references.map(({ digest }) => digest))
  return [...blobs.values()].filter(({ digest, state }) => state === 'present' && !reached.has(digest))
}
