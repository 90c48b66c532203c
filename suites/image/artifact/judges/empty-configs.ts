import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'

/** A config of zero bytes, which some tools write for artifacts. */
export function* noteEmptyConfigs({ manifests }: ImageFacts): Generator<Check> {
  for (const { document, config, image } of manifests) {
    if (image || config?.descriptor['size'] !== 0) continue
    const note = 'has a config of 0 bytes, which some registries do not accept as a blob'
    yield noted('artifact.config.specific-type', note, placeIn(document.source, '/config/size'))
  }
}
