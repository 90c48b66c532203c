import type { ImageNode, ImageRecord } from '../../image/model/overview.ts'
import { sizeInWords } from '../../results/text/words.ts'
import type { Branch } from './image-tree.ts'

/** A node in words: how it is led to, what it is, the beginning of its digest, its size. */
export const wordsOf = ({ node, edge, again }: Branch): string[] => [
  ...(edge?.name === undefined ? [] : [edge.name]),
  ...(edge?.platform === undefined ? [] : [edge.platform]),
  edge?.role === 'subject' ? 'subject' : node.kind,
  ...(node.kind === 'artifact' && node.artifactType !== undefined ? [node.artifactType] : []),
  shortId(node.id),
  ...(node.present ? sizeOf(node) : ['absent']),
  ...(again && node.edges.length > 0 ? ['(as above)'] : []),
]

/** Layers in words: `3 layers  12.4 MB`. */
export const layersInWords = (layers: readonly ImageNode[]): string[] => [
  `${layers.length} layers`,
  sizeInWords(layers.reduce((sum, { size = 0 }) => sum + size, 0)),
]

/** What the tree leaves out, and the size of it all. */
export const footOf = ({ size, orphans, omitted }: ImageRecord): string =>
  [
    `${sizeInWords(size)} in total`,
    ...(orphans > 0 ? [`${orphans} unreferenced ${orphans === 1 ? 'blob' : 'blobs'}`] : []),
    ...(omitted > 0 ? [`${omitted} more without findings`] : []),
  ].join(', ')

const sizeOf = ({ size, kind }: ImageNode): string[] =>
  size === undefined || kind === 'index' ? [] : [sizeInWords(size)]

/** As much of a digest as identifies it; a path of a docker archive may contain one. */
const shortId = (id: string): string =>
  id.includes(':')
    ? id.replace(/^([^:]+:.{12}).+$/s, '$1')
    : id.replace(/\b([a-f0-9]{12})[a-f0-9]{52}\b/, '$1…')
