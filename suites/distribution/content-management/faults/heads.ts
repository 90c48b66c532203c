import { byDigest, byTag } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { keepingForHead } from './ghosts.ts'

/** Faults in which HEAD still finds what was deleted. */
export const keptForHeadFaults: readonly Fault[] = [
  {
    id: 'deleted-manifest-for-head',
    violates: 'management.manifest.gone',
    title: 'returns 200 for a HEAD of a deleted manifest',
    seenIn: 'distribution (distribution#4702), Gitea (gitea#19586)',
    effects: () => keepingForHead(byDigest),
  },
  {
    id: 'deleted-tag-for-head',
    violates: 'management.tag.gone',
    title: 'returns 200 for a HEAD of a deleted tag',
    also: ['management.manifest.tags-gone'],
    because: 'a tag whose manifest was deleted is gone as well',
    effects: () => keepingForHead(byTag),
  },
  {
    id: 'deleted-blob-for-head',
    violates: 'management.blob.gone',
    title: 'returns 200 for a HEAD of a deleted blob',
    verdict: 'note',
    seenIn: 'distribution (distribution#4702)',
    effects: () => keepingForHead(({ route }) => route.endpoint === 'blob'),
  },
]
