import { violated } from '../../../../src/engine/judgement.ts'
import type { Evidence } from '../../../../src/engine/verdict.ts'
import { property, quoted, text } from '../../../../src/image/json/value.ts'
import type { Document, Reference } from '../../../../src/image/model/model.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'

/** index.json names images as well as platforms: it is read as a list of platforms where an entry has one. */
export function* judgeMissingPlatforms({ manifests, references }: ImageFacts): Generator<Check> {
  const withPlatforms = new Set<string>()
  for (const { from, descriptor } of references) {
    if ('platform' in descriptor) withPlatforms.add(from.source)
  }
  const isList = ({ from }: Reference) => from.kind === 'index' || withPlatforms.has(from.source)
  for (const { image, entries } of manifests) {
    if (!image) continue
    for (const entry of entries) {
      if ('platform' in entry.descriptor || !isList(entry)) continue
      yield {
        requirement: 'index.platform.exists',
        judgement: violated(
          'has an entry without platform for a platform-specific image',
          'a platform',
          'no platform',
        ),
        evidence: [placeIn(entry.from.source, entry.pointer)],
      }
    }
  }
}

export function* judgePlatforms({ manifests }: ImageFacts): Generator<Check> {
  for (const { entries, configDocument } of manifests) {
    if (!configDocument) continue
    for (const { from, pointer, descriptor } of entries) {
      const platform = property(descriptor, 'platform')
      yield* noteDifferences(platform, configDocument, placeIn(from.source, `${pointer}/platform`))
      for (const name of ['os', 'architecture'] as const) {
        const stated = text(platform, name)
        const built = text(configDocument.value, name)
        if (stated === undefined || built === undefined || stated === built) continue
        yield {
          requirement: 'index.platform.agrees-with-config',
          judgement: violated(
            `has another ${name === 'os' ? 'operating system' : name} than the image configuration`,
            quoted(built),
            quoted(stated),
          ),
          evidence: [
            placeIn(from.source, `${pointer}/platform/${name}`),
            placeIn(configDocument.source, `/${name}`),
          ],
        }
      }
    }
  }
}

/** What the text does not want to agree, and clients choose by: worth a note where it does not. */
function* noteDifferences(platform: unknown, config: Document, evidence: Evidence): Generator<Check> {
  for (const name of ['variant', 'os.version'] as const) {
    const stated = text(platform, name)
    const built = text(config.value, name)
    if (stated === undefined || stated === built) continue
    const other = built === undefined ? 'none' : quoted(built)
    const note = `has the ${name} ${quoted(stated)}, and the image configuration ${other}`
    yield noted('index.platform.agrees-with-config', note, evidence, placeIn(config.source, `/${name}`))
  }
}
