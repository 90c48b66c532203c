import { namesOfEntry } from '../../../src/image/model/selection.ts'
import type { Document, Manifest, Reference } from '../../../src/image/model/model.ts'
import { groupedBy } from '../../../src/image/model/grouped.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { platformOf, platformOfDescriptor } from './platform.ts'

/** What has one name: the entries of index.json with it, a tag of a registry or of a docker archive. */
export interface NamedImage {
  /** Absent for entries without a name, which belong together. */
  name?: string
  /** The digests that it leads to at once; none in a docker archive, which has no digests of images. */
  digests: readonly string[]
  /** The platforms of its images, also of those that are in an index without having been read. */
  platforms: readonly string[]
  /** Set where it leads to manifests, none of which is of a container image: a signature, a chart. */
  artifact?: true
  /** Where its platforms are listed. */
  source: string
  pointer: string
}

/** The named images of a layout, an archive or a registry, each with all that it leads to. */
export function namedImagesOf(facts: ImageFacts): NamedImage[] {
  const { form, documents, references, description } = facts
  if (form === 'docker-archive') return ofDockerArchive(facts)
  const own = groupedBy(references, ({ role, from }) => (role === 'manifest' ? from : undefined))
  const bySource = new Map(documents.map((document) => [document.source, document]))
  const images = groupedBy(facts.manifests, ({ document, image }) => (image ? document : undefined))
  const within = (first: readonly Reference[], roots: readonly Document[]) =>
    below(first, roots, { own, bySource, images })
  if (form === 'registry') {
    const root = documents.find(({ kind }) => kind !== 'config')
    if (!root) return []
    const below = within([], [root])
    return [{ name: description.name, digests: [root.source], ...below, source: root.source, pointer: '' }]
  }
  const index = bySource.get('index.json')
  const entries = (index && own.get(index)) ?? []
  const byName = groupedBy(
    entries.filter(({ outside }) => !outside),
    ({ descriptor, digest }) => namesOfEntry(descriptor).find((name) => name !== digest) ?? '',
  )
  if (index && entries.length === 0) byName.set('', [])
  return [...byName].map(([name, listed]) => ({
    ...(name === '' ? {} : { name }),
    digests: listed.flatMap(({ digest }) => digest ?? []),
    ...within(listed, []),
    source: 'index.json',
    pointer: listed.length === 1 ? (listed[0]?.pointer ?? '') : '/manifests',
  }))
}

interface Graph {
  own: ReadonlyMap<Document, readonly Reference[]>
  bySource: ReadonlyMap<string, Document>
  images: ReadonlyMap<Document, readonly Manifest[]>
}

/** The platforms of all images below: by their configurations, and by the indexes that lead to them. */
function below(
  first: readonly Reference[],
  roots: readonly Document[],
  { own, bySource, images }: Graph,
): Pick<NamedImage, 'platforms' | 'artifact'> {
  const found = new Set<string>()
  const met = new Set<Document>()
  const left = [...first]
  const visit = (document: Document) => {
    if (met.has(document)) return
    met.add(document)
    left.push(...(own.get(document) ?? []))
    for (const { configDocument } of images.get(document) ?? []) add(platformOf(configDocument?.value))
  }
  const add = (platform: string | undefined) => {
    if (platform !== undefined) found.add(platform)
  }
  for (const root of roots) visit(root)
  for (let next = left.pop(); next; next = left.pop()) {
    const document = next.digest === undefined ? undefined : bySource.get(next.digest)
    // An attestation has a platform too.
    if (!document || document.kind !== 'manifest' || images.has(document))
      add(platformOfDescriptor(next.descriptor))
    if (document) visit(document)
  }
  const hasManifest = [...met].some(({ kind }) => kind === 'manifest')
  const hasImage = found.size > 0 || [...met].some((document) => images.has(document))
  return { platforms: [...found].toSorted(), ...(hasManifest && !hasImage ? { artifact: true } : {}) }
}

/** Tags of a docker archive; several images may have one, each for another platform. */
function ofDockerArchive({ manifests }: ImageFacts): NamedImage[] {
  const byTag = groupedBy(
    manifests.flatMap((manifest) =>
      (manifest.item?.tags.length ? manifest.item.tags : ['']).map((tag) => ({ tag, manifest })),
    ),
    ({ tag }) => tag,
  )
  return [...byTag].map(([tag, all]) => ({
    ...(tag === '' ? {} : { name: tag }),
    digests: [],
    platforms: all.flatMap(({ manifest }) => platformOf(manifest.configDocument?.value) ?? []),
    source: all[0]?.manifest.document.source ?? 'manifest.json',
    pointer: all[0]?.manifest.pointer ?? '',
  }))
}
