import { groupedBy } from './grouped.ts'
import { isImage } from './is-image.ts'
import type { Document, Manifest, Reference } from './model.ts'

/** The manifests among documents, each with what belongs to it, in their order. */
export function manifestsOf(documents: Iterable<Document>, references: readonly Reference[]): Manifest[] {
  const all = [...documents]
  const bySource = new Map(all.map((document) => [document.source, document]))
  const own = groupedBy(references, ({ from }) => from)
  const entries = groupedBy(references, ({ role, digest }) => (role === 'manifest' ? digest : undefined))
  return all
    .filter(({ kind }) => kind === 'manifest')
    .map((document): Manifest => {
      const mine = own.get(document) ?? []
      const config = mine.find(({ role }) => role === 'config')
      const image = isImage(document.value)
      const isTyped = image && config?.mediaType.kind === 'config'
      const found = isTyped && config.digest !== undefined ? bySource.get(config.digest) : undefined
      return {
        document,
        entries: entries.get(document.source) ?? [],
        layers: mine.filter(({ role }) => role === 'layer'),
        image,
        ...(config ? { config } : {}),
        ...(found?.kind === 'config' && found.value !== undefined ? { configDocument: found } : {}),
      }
    })
}
