import { violated } from '../../../../src/engine/judgement.ts'
import { quoted, segment } from '../../../../src/image/json/value.ts'
import { tagsIn } from '../../../../src/image/model/docker/legacy.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { placeIn, type Check } from '../../judges/check.ts'

/** Folders that old versions of Docker know a layer by. */
const ofLayer = /^([a-f0-9]{64})\/layer\.tar$/

/** `repositories` of a docker archive against its manifest.json: a tag is to lead to the same image in both. */
export function* judgeRepositories({ layout, documents }: ImageFacts): Generator<Check> {
  const document = documents.find(({ kind }) => kind === 'docker-manifest')
  if (document?.source !== 'manifest.json' || layout.repositories === undefined) return
  // What manifest.json has in another form has its finding.
  const { value, images = [] } = document
  if (!Array.isArray(value) || value.length !== images.length) return
  const byTag = new Map(images.flatMap((image) => image.tags.map((tag) => [tag, image] as const)))
  const files = new Map(layout.files.map((entry) => [entry.path, entry]))
  const top = (layer: string): string => {
    const path = `${layer}/layer.tar`
    const link = files.get(path)?.link
    // Skopeo and Podman write a link to the layer there, and newer versions of Docker do where layers are the same.
    return link === undefined ? path : link.replace(/^\.\.\//, '')
  }
  for (const { repository, tag, top: layer } of tagsIn(layout.repositories)) {
    const name = `${repository}:${tag}`
    const image = byTag.get(name)
    const evidence = [placeIn('repositories', `/${segment(repository)}/${segment(tag)}`)]
    const requirement = 'layout.docker-save.agrees'
    if (!image) {
      const judgement = violated(
        'has a tag in repositories that manifest.json does not have',
        `an image in manifest.json with the tag ${quoted(name)}`,
        'no such image',
      )
      yield { requirement, judgement, evidence }
      continue
    }
    const last = image.layers.at(-1)?.path
    const [, id] = ofLayer.exec(last ?? '') ?? []
    if (last === undefined || layer === id || top(layer) === last || !files.has(`${layer}/layer.tar`))
      continue
    const judgement = violated(
      'leads from a tag to another image in repositories than in manifest.json',
      `the layer ${quoted(last)}, the top layer of ${quoted(name)}`,
      quoted(`${layer}/layer.tar`),
    )
    yield { requirement, judgement, evidence: [...evidence, placeIn('manifest.json', image.pointer)] }
  }
}
