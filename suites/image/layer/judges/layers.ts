import type { BlobFacts } from '../../../../src/image/decode/blob.ts'
import type { Problem } from '../../../../src/image/problem.ts'
import type { EntryKind, NamedEntry, TarFacts } from '../../../../src/image/decode/tar/facts.ts'
import type { ImageFacts, Unread } from '../../facts/facts.ts'
import type { MediaType } from '../../../../src/image/model/media-types.ts'
import type { RequirementId } from '../../requirements.ts'

/** A layer that is there, as one media type has it. */
export interface Layer {
  digest: string
  mediaType: MediaType
  facts: BlobFacts
  /** False where its manifest has another configuration than that of an image: violations then warn. */
  ofImage: boolean
}

/** The layers of a container image's types that are there, each once. */
export function layersOf({ references, manifests, blobs }: ImageFacts): Layer[] {
  const ofImage = new Set(manifests.filter(({ image }) => image).map(({ document }) => document))
  const layers = new Map<string, Layer>()
  for (const { from, role, digest, mediaType: stated } of references) {
    if (stated.kind !== 'layer' || role === 'subject' || role === 'config' || digest === undefined) continue
    const blob = blobs.get(digest)
    if (blob?.facts === undefined || blob.verified === false) continue
    const key = `${digest} ${stated.oci}`
    // Without a statement a layer is compressed as its bytes show.
    const mediaType = stated.compression ? stated : { ...stated, compression: blob.facts.coding.coding }
    const known = layers.get(key)
    const isOfImage = role === 'layer' && ofImage.has(from)
    if (known) known.ofImage ||= isOfImage
    else layers.set(key, { digest, mediaType, facts: blob.facts, ofImage: isOfImage })
  }
  return [...layers.values()]
}

/** True where the decompression did not reach its end. */
export const isCut = ({ facts }: Layer): boolean => facts.tar !== undefined && facts.content === undefined

/** True for something else in place of a compressed layer, such as a text: it has no uncompressed content. */
export const isReplaced = ({ facts, mediaType }: Pick<Layer, 'facts' | 'mediaType'>): boolean =>
  mediaType.compression !== undefined &&
  mediaType.compression !== 'none' &&
  facts.coding.coding === 'none' &&
  facts.head !== undefined

/** The requirement that a layer violates whose compression is not that of its type. */
export const compressionOf = ({ mediaType }: Layer): RequirementId =>
  mediaType.compression === 'zstd' ? 'layer.compression.zstd' : 'layer.compression.gzip'

const limitCodes = new Set([
  'content-limit',
  'ratio-limit',
  'members',
  'zstd-window',
  'zstd-work',
  'large-extension',
])

/** True for a limit of this program, which is not a mistake of the layer. */
export const isLimit = ({ code }: Problem): boolean => limitCodes.has(code)

/** The limit beyond which a layer was not read; undefined where it was read to its end. */
export function limitOfLayer({ facts }: Pick<Layer, 'facts'>): Problem | undefined {
  return [...facts.problems, ...(facts.tar?.problems ?? [])].find(isLimit)
}

/** The first layer that is beyond a limit: nothing is violated, and not everything can be evaluated. */
export function limited(layers: Iterable<Pick<Layer, 'digest' | 'facts'>>): Unread | undefined {
  for (const layer of layers) {
    const limit = limitOfLayer(layer)
    if (limit) return { kinds: ['layer'], reason: `${layer.digest} ${limit.message}` }
  }
  return undefined
}

/** The reader gave up on the tar for a reason of the tar itself. */
export const isDamagedTar = ({ facts }: Layer): boolean =>
  facts.tar === undefined || (facts.tar.summary.stopped !== undefined && facts.tar.summary.stopped !== 'cut')

/** Entries of a kind, with how many there are. */
export const entriesOf = (
  tar: TarFacts | undefined,
  kind: EntryKind,
): { count: number; first: readonly NamedEntry[] } => tar?.kinds[kind] ?? { count: 0, first: [] }
