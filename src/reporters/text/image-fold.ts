import type { ImageNode } from '../../image/model/overview.ts'
import type { Branch } from './image-tree.ts'
import { sizeInWords } from '../../results/text/words.ts'

/** What the parts lack that are one line together. */
export type Without = 'findings' | 'failures'

/** What of a branch is drawn by itself, and what is one line together because nothing was found in it. */
export interface Folded {
  shown: readonly Branch[]
  sound: readonly Branch[]
}

/** At most this many parts of an index without any finding are drawn by themselves. */
const shownSound = 10

/** Parts of an index that have no findings, beside those that have some; all but the first where none has any. */
export function foldIndex({ children }: Branch, without: Without): Folded {
  const sound = children.filter((child) => child[without] === 0)
  const kept = sound.length === children.length ? sound.slice(0, shownSound) : []
  const folded = new Set(sound.slice(kept.length))
  if (folded.size < 2) return { shown: children, sound: [] }
  return { shown: children.filter((child) => !folded.has(child)), sound: [...folded] }
}

/** BuildKit lists attestations as `unknown/unknown`. */
const isPlatform = ({ edge }: Branch): boolean =>
  edge?.platform !== undefined && !/^unknown\b/.test(edge.platform)

/** `12 more platforms without findings`. */
export function foldedWords({ shown, sound }: Folded, without: Without): string {
  const noun = sound.every(isPlatform)
    ? 'platforms'
    : sound.every(({ node }) => node.kind === 'image')
      ? 'images'
      : 'manifests'
  const absent = sound.filter(({ node }) => !node.present).length
  const more = shown.length > 0 ? 'more ' : ''
  return `${sound.length} ${more}${noun} without ${without}${absent > 0 ? `, ${absent} of them absent` : ''}`
}

/** The sound parts of a manifest in one line: `config, 2 layers  12.4 MB`. */
export function partsInWords(children: readonly Branch[], layers: readonly ImageNode[]): string[] {
  const counts = new Map<string, number>()
  const parts = [
    ...children.map(({ node, edge }) => ({ node, word: edge?.role === 'subject' ? 'subject' : node.kind })),
    ...layers.map((node) => ({ node, word: node.kind })),
  ]
  for (const { word } of parts) counts.set(word, (counts.get(word) ?? 0) + 1)
  const words = [...counts].map(([word, count]) => (count === 1 ? word : `${count} ${word}s`))
  return [words.join(', '), sizeInWords(parts.reduce((sum, { node: { size = 0 } }) => sum + size, 0))]
}

/** Nodes of a branch, itself included. */
export const sizeOf = ({ children, layers }: Branch): number =>
  1 + layers.length + children.reduce((sum, child) => sum + sizeOf(child), 0)
