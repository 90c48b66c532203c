import { broken } from '../../../src/engine/judgement.ts'
import { defineSuite } from '../define.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import { documentTest } from '../documents.ts'
import type { Document, ImageFacts, Reference } from '../facts/facts.ts'
import { judged, noted, placeIn, type Said } from '../judged.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { property, quoted, text } from '../../../src/image/json/value.ts'

const kinds = ['layout-index', 'index'] as const
const nothing = 'there is no image index'
const shared = { kinds, nothing }

const entries = ({ references }: ImageFacts): number =>
  references.filter(({ role }) => role === 'manifest').length

const tests = [
  documentTest({
    id: 'index.document',
    title: 'Version and type of indexes',
    evaluates: [
      'index.is-object',
      'index.schema-version.exists',
      'index.schema-version.is-2',
      'index.media-type.exists',
      'index.media-type.is-index',
      'index.artifact-type.is-string',
      'index.artifact-type.rfc6838',
    ],
    ...shared,
  }),
  documentTest({
    id: 'index.manifests',
    title: 'The list of manifests of indexes',
    evaluates: ['index.manifests.exists', 'index.manifests.is-array', 'index.manifests.portable-types'],
    ...shared,
  }),
  documentTest({
    id: 'index.platform',
    title: 'Platforms of the entries of indexes',
    evaluates: [
      'index.platform.is-object',
      'index.platform.architecture.exists',
      'index.platform.architecture.is-string',
      'index.platform.architecture.goarch',
      'index.platform.os.exists',
      'index.platform.os.is-string',
      'index.platform.os.goos',
      'index.platform.os-version.is-string',
      'index.platform.os-features.is-string-array',
      'index.platform.os-features.windows',
      'index.platform.variant.is-string',
      'index.platform.variant.listed',
      'index.platform.features.unused',
    ],
    ...shared,
    count: entries,
    nothing: 'no index has an entry',
  }),
  // An entry for one platform says for which.
  judged({
    id: 'index.platform.of-images',
    title: 'Entries of indexes without a platform',
    evaluates: ['index.platform.exists'],
    looksAt: kinds,
    needs: ['manifest'],
    nothing: 'no index has an entry',
    count: entries,
    judge: judgeMissingPlatforms,
  }),
  // The platform of an entry is the one that the image was built for.
  judged({
    id: 'index.platform.of-config',
    title: 'Platforms of entries against the configurations of their images',
    evaluates: ['index.platform.agrees-with-config'],
    looksAt: kinds,
    needs: ['manifest', 'config'],
    nothing: 'no index has an entry',
    count: entries,
    judge: judgePlatforms,
  }),
]

/** index.json names images as well as platforms: it is read as a list of platforms where an entry has one. */
function* judgeMissingPlatforms({ manifests, references }: ImageFacts): Generator<Said> {
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
        judgement: broken('has an entry for an image without its platform', 'a platform', 'no platform'),
        evidence: [placeIn(entry.from.source, entry.pointer)],
      }
    }
  }
}

function* judgePlatforms({ manifests }: ImageFacts): Generator<Said> {
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
          judgement: broken(
            `names another ${name === 'os' ? 'operating system' : name} than the configuration of the image`,
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
function* noteDifferences(platform: unknown, config: Document, evidence: Evidence): Generator<Said> {
  for (const name of ['variant', 'os.version'] as const) {
    const stated = text(platform, name)
    const built = text(config.value, name)
    if (stated === undefined || stated === built) continue
    const other = built === undefined ? 'none' : quoted(built)
    const note = `names the ${name} ${quoted(stated)}, and the configuration of the image ${other}`
    yield noted('index.platform.agrees-with-config', note, evidence, placeIn(config.source, `/${name}`))
  }
}

/** The image index, index.json included. */
export const suite = defineSuite({
  name: 'index',
  title: 'Image index',
  specification,
  requirements,
  tests,
})
