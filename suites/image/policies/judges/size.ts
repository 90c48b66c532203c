import type { Document } from '../../../../src/image/model/model.ts'
import { placeIn } from '../../judges/check.ts'
import { calledIn, type PlatformImage } from '../../view/image.ts'
import type { Policies } from '../policies.ts'
import { unreadImages } from '../policy-test.ts'
import { breach, type Examined, type Seen } from '../seen.ts'

const MiB = 1024 ** 2

const sizeText = (bytes: number): string =>
  bytes < MiB ? `${bytes} bytes` : `${bytes} bytes (${(bytes / MiB).toFixed(1)} MiB)`

/** Images and layers that are larger than allowed. */
export const judgeSize = ({ image: ofImage, layer: ofLayer }: NonNullable<Policies['size']>) =>
  function* judge(examined: Examined): Generator<Seen> {
    yield* unreadImages(examined)
    const { image, facts } = examined
    const sizes = new Map(facts.documents.map(({ source, size }) => [source, size]))
    const seen = new Set<string>()
    for (const platform of image.platforms) {
      const size = sizeOf(platform, sizes)
      if (ofImage !== undefined && size > ofImage)
        yield breach(
          'is larger than allowed',
          `at most ${sizeText(ofImage)}`,
          `${sizeText(size)}, in ${calledIn(platform)}`,
          placeIn(platform.source, platform.source.includes(':') ? '/layers' : undefined),
        )
      for (const { digest, size: bytes = 0 } of ofLayer === undefined ? [] : platform.layers) {
        if (bytes <= (ofLayer ?? 0) || seen.has(digest)) continue
        seen.add(digest)
        yield breach(
          'has a layer that is larger than allowed',
          `at most ${sizeText(ofLayer ?? 0)}`,
          `${sizeText(bytes)}: ${digest}`,
          placeIn(digest),
        )
      }
    }
  }

/** Bytes of manifest, configuration and layers, each blob once. */
function sizeOf(
  { source, config, layers }: PlatformImage,
  sizes: ReadonlyMap<Document['source'], number>,
): number {
  const parts = new Map(layers.map(({ digest, size = 0 }) => [digest, size]))
  for (const document of [source, config?.source ?? ''])
    if (sizes.has(document)) parts.set(document, sizes.get(document) ?? 0)
  return [...parts.values()].reduce((sum, size) => sum + size, 0)
}
