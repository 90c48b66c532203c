import { violated } from '../../../../src/engine/judgement.ts'
import type { Evidence } from '../../../../src/engine/verdict.ts'
import { quoted, text } from '../../../../src/image/json/value.ts'
import { digestInName, dockerImagesOf, type DockerImage } from '../../../../src/image/model/docker/images.ts'
import { groupedBy } from '../../../../src/image/model/grouped.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { fullNameKey } from './names.ts'

const requirement = 'layout.docker-save.agrees'

const differs = (title: string, expected: string, received: string, ...evidence: Evidence[]): Check => ({
  requirement,
  judgement: violated(title, expected, received),
  evidence,
})

/** The manifest.json of docker save against the layout beside it: `docker load` and other tools are to find the same images. */
export function* judgeDockerSave(image: ImageFacts): Generator<Check> {
  const here = new Set(image.layout.files.map(({ path }) => path))
  const named = namedManifests(image)
  for (const item of dockerImagesOf(image.layout.dockerSave)) {
    const { config, layers } = item
    const parts = [...(config ? [config] : []), ...layers]
    const missing = parts.filter(({ path }) => !here.has(path))
    const [first] = missing
    if (first) {
      const more = missing.length > 1 ? ` and ${missing.length - 1} more` : ''
      const received = `${quoted(first.path)}${more}`
      const place = placeIn('manifest.json', first.pointer)
      yield differs('names files in manifest.json that are not there', 'files of the layout', received, place)
      continue
    }
    if (config) yield* judgeItem(item, config.path, image, named)
  }
}

function* judgeItem(
  item: DockerImage,
  configPath: string,
  image: ImageFacts,
  named: ReadonlyMap<string, ReadonlySet<string>>,
): Generator<Check> {
  const config = digestInName(configPath)
  const same = image.manifests.filter((manifest) => manifest.config?.digest === config)
  const place = placeIn('manifest.json', item.pointer)
  // Where an index or a manifest is missing, what it would list is not known.
  const isWhole = image.unread.every(({ kinds }) => !kinds.includes('manifest'))
  if (same.length === 0) {
    if (!isWhole) return
    const expected = 'the configuration of an image that index.json leads to'
    yield differs('lists another image in manifest.json', expected, quoted(configPath), place)
    return
  }
  const paths = item.layers.map(({ path }) => digestInName(path) ?? path)
  const isSame = same.some(({ layers }) => layers.map(({ digest }) => digest).join(' ') === paths.join(' '))
  if (!isSame) {
    const [{ document, layers }] = same as [(typeof same)[0]]
    const at = layers.findIndex(({ digest }, index) => digest !== paths[index])
    const expected = `the ${layers.length} layers of the manifest ${document.source}`
    const received =
      layers.length === paths.length
        ? `${quoted(item.layers[at]?.path ?? '')} as layer ${at + 1}`
        : `${paths.length} layers`
    yield differs('lists other layers in manifest.json', expected, received, place, placeIn(document.source))
  }
  if (named.size === 0) return
  for (const tag of item.tags) {
    const configs = named.get(familiar(tag))
    if (config !== undefined && configs?.has(config)) continue
    if (configs === undefined && !isWhole) continue
    const received =
      configs === undefined ? 'a name that index.json does not have' : 'the name of another image'
    const expected = 'the name that index.json has for the image'
    yield differs(`names an image ${quoted(tag)} in manifest.json`, expected, received, place)
  }
}

/** A name as people write it: Docker Hub and its library are left out. */
const familiar = (name: string): string =>
  name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '')

/** The configurations of the images that each full name in index.json leads to. */
function namedManifests({ references, manifests }: ImageFacts): Map<string, Set<string>> {
  const own = groupedBy(references, ({ from }) => from.source)
  const configs = new Map(manifests.map(({ document, config }) => [document.source, config?.digest]))
  const named = new Map<string, Set<string>>()
  for (const { from, digest, descriptor } of references) {
    const name = from.kind === 'layout-index' ? text(descriptor['annotations'], fullNameKey) : undefined
    if (name === undefined || digest === undefined) continue
    const found = named.get(familiar(name)) ?? new Set<string>()
    named.set(familiar(name), found)
    const met = new Set([digest])
    for (const source of met) {
      const config = configs.get(source)
      if (config !== undefined) found.add(config)
      for (const { role, digest: next } of own.get(source) ?? [])
        if (role === 'manifest' && next !== undefined) met.add(next)
    }
  }
  return named
}
