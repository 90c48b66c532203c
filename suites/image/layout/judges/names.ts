import { violated } from '../../../../src/engine/judgement.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import type { DockerImage } from '../../../../src/image/model/docker/images.ts'
import type { Reference } from '../../../../src/image/model/model.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import { property, quoted, text } from '../../../../src/image/json/value.ts'

/** The annotation that names an entry of index.json (annotations.md). */
export const nameKey = 'org.opencontainers.image.ref.name'

/** The full name under which Docker and containerd save an image. */
export const fullNameKey = 'io.containerd.image.name'

const describe = ({ descriptor }: Reference): string => {
  const full = text(descriptor['annotations'], fullNameKey)
  const digest = text(descriptor, 'digest') ?? 'an entry without a digest'
  return full === undefined ? digest : `${quoted(full)} (${digest})`
}

/** Entries of index.json that have the same name: readers take the first. */
export function* judgeNames(image: ImageFacts): Generator<Check> {
  yield* judgeTags(image)
  const named = new Map<string, Reference[]>()
  for (const reference of image.references) {
    const { from, role, descriptor } = reference
    if (from.kind !== 'layout-index' || role !== 'manifest') continue
    const name = property(descriptor['annotations'], nameKey)
    if (typeof name !== 'string') continue
    const pointers = named.get(name) ?? []
    pointers.push(reference)
    named.set(name, pointers)
  }
  for (const [name, pointers] of named) {
    if (pointers.length < 2) continue
    yield {
      requirement: 'layout.index.unique-names',
      judgement: violated(
        `has ${pointers.length} entries of index.json with the name ${JSON.stringify(name)}`,
        'one entry for a name',
        pointers.slice(0, 5).map(describe).join(' and ') + (pointers.length > 5 ? ' and more' : ''),
      ),
      evidence: pointers.slice(0, 20).map(({ pointer }) => placeIn('index.json', pointer)),
    }
  }
}

/** Images of a docker archive that have the same tag: `docker load` gives it to the last of them. */
function* judgeTags({ documents }: ImageFacts): Generator<Check> {
  const images = documents.flatMap((document) => document.images ?? [])
  const tagged = new Map<string, DockerImage[]>()
  for (const image of images) {
    for (const tag of new Set(image.tags)) {
      const known = tagged.get(tag)
      if (known) known.push(image)
      else tagged.set(tag, [image])
    }
  }
  for (const [tag, all] of tagged) {
    if (all.length < 2) continue
    const shown = all.slice(0, 5).map(({ config }) => quoted(config?.path ?? 'no configuration'))
    yield {
      requirement: 'layout.index.unique-names',
      judgement: violated(
        `has ${all.length} images with the tag ${quoted(tag)} in manifest.json`,
        'one image for a tag',
        shown.join(' and ') + (all.length > shown.length ? ' and more' : ''),
      ),
      evidence: all.slice(0, 20).map(({ pointer }) => placeIn('manifest.json', `${pointer}/RepoTags`)),
    }
  }
}
