import { withoutUndefined } from '../../engine/optional.ts'
import { property } from '../json/value.ts'
import { groupedBy } from './grouped.ts'
import { isImage } from './is-image.ts'
import type { Document, Manifest, Reference } from './model.ts'

/** The manifests among documents, each with what belongs to it, in their order. */
export function manifestsOf(documents: Iterable<Document>, references: readonly Reference[]): Manifest[] {
  const all = [...documents]
  const bySource = new Map(all.map((document) => [document.source, document]))
  const own = groupedBy(references, ({ from }) => from)
  const entries = groupedBy(references, ({ role, digest }) => (role === 'manifest' ? digest : undefined))
  const ofDocker = all.flatMap((document) => dockerManifestsOf(document, own.get(document) ?? [], bySource))
  const ofOci = all
    .filter(({ kind }) => kind === 'manifest')
    .map((document): Manifest => {
      const mine = own.get(document) ?? []
      const config = mine.find(({ role }) => role === 'config')
      const image = isImage(document.value)
      const isTyped = image && config?.mediaType.kind === 'config'
      const found = isTyped && config.digest !== undefined ? bySource.get(config.digest) : undefined
      const list = property(document.value, 'layers')
      return {
        document,
        pointer: '',
        ...(Array.isArray(list) ? { listed: list.length } : {}),
        entries: entries.get(document.source) ?? [],
        layers: mine.filter(({ role }) => role === 'layer'),
        image,
        ...(config ? { config } : {}),
        ...(found?.kind === 'config' && found.value !== undefined ? { configDocument: found } : {}),
      }
    })
  return [...ofDocker, ...ofOci]
}

/** The images of a docker archive, each as what a manifest would be. */
function dockerManifestsOf(
  document: Document,
  own: readonly Reference[],
  bySource: ReadonlyMap<string, Document>,
): Manifest[] {
  const byItem = groupedBy(own, ({ item }) => item)
  return (document.images ?? []).map((item) => {
    const mine = byItem.get(item) ?? []
    const config = mine.find(({ role }) => role === 'config')
    const configDocument = config?.digest === undefined ? undefined : bySource.get(config.digest)
    return {
      document,
      pointer: item.pointer,
      item,
      entries: [],
      layers: mine.filter(({ role }) => role === 'layer'),
      image: true,
      ...withoutUndefined({ listed: item.listed, config }),
      ...(configDocument?.value === undefined ? {} : { configDocument }),
    }
  })
}
