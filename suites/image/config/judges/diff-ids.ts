import { violated } from '../../../../src/engine/judgement.ts'
import { parseDigest } from '../../../../src/image/decode/digest.ts'
import { isDigest } from '../../schemas/formats.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import type { Manifest, Reference } from '../../../../src/image/model/model.ts'
import { isReplaced } from '../../layer/judges/layers.ts'
import { placeIn, type Check } from '../../judges/check.ts'
import type { RequirementId } from '../../requirements.ts'
import { property } from '../../../../src/image/json/value.ts'

/** Images whose configuration lists DiffIDs that can be compared with the layers. */
interface Comparable {
  manifest: Manifest
  configSource: string
  diffIds: readonly string[]
  /** Entries of the list of layers. */
  number: number
}

export function comparables({ manifests }: ImageFacts): Comparable[] {
  return manifests.flatMap((manifest) => {
    const { configDocument, image, listed } = manifest
    if (!configDocument || !image || listed === undefined) return []
    const diffIds = property(property(configDocument.value, 'rootfs'), 'diff_ids')
    const isList = Array.isArray(diffIds) && diffIds.every((id) => typeof id === 'string' && isDigest(id))
    if (!isList) return []
    return [{ manifest, configSource: configDocument.source, diffIds: diffIds as string[], number: listed }]
  })
}

export const comparable = (image: ImageFacts): number => comparables(image).length

/** Images of which at least one layer can be compared, or which have none. */
export function compared(image: ImageFacts): number {
  const isRead = ({ digest = '' }: Reference) => image.blobs.get(digest)?.facts?.content !== undefined
  return comparables(image).filter(({ manifest: { layers } }) => layers.length === 0 || layers.some(isRead))
    .length
}

/** What the comparison shows of one requirement. */
export function* comparedFor(image: ImageFacts, requirement: RequirementId): Generator<Check> {
  for (const check of compareDiffIds(image)) if (check.requirement === requirement) yield check
}

/** DiffIDs of configurations against the layers of their manifests: number, order and value. */
function* compareDiffIds(image: ImageFacts): Generator<Check> {
  for (const { manifest, configSource, diffIds, number } of comparables(image)) {
    const { layers, document, pointer } = manifest
    if (number !== diffIds.length) {
      yield {
        requirement: 'config.rootfs.diff-ids.count',
        judgement: violated(
          `lists ${diffIds.length} DiffIDs for a manifest of ${number} layers`,
          `${number} DiffIDs`,
          `${diffIds.length} DiffIDs`,
        ),
        evidence: [
          placeIn(configSource, '/rootfs/diff_ids'),
          placeIn(document.source, `${pointer}/${manifest.item ? 'Layers' : 'layers'}`),
        ],
      }
      continue
    }
    yield* compareEach(image, manifest, configSource, diffIds, layers)
  }
}

function* compareEach(
  { blobs }: ImageFacts,
  { document }: Manifest,
  configSource: string,
  diffIds: readonly string[],
  layers: readonly Reference[],
): Generator<Check> {
  const wrong: { at: number; stated: string; actual: string; layer: Reference }[] = []
  for (const layer of layers) {
    const at = Number(layer.pointer.split('/').at(-1))
    const stated = diffIds[at]
    const algorithm = stated === undefined ? undefined : parseDigest(stated)?.registered
    const blob = layer.digest === undefined ? undefined : blobs.get(layer.digest)
    if (stated === undefined || algorithm === undefined || blob?.verified === false) continue
    const { facts } = blob ?? {}
    if (!facts?.content || isReplaced({ facts, mediaType: layer.mediaType })) continue
    const actual = facts.content.diffIds[algorithm]
    if (actual !== undefined && actual !== stated) wrong.push({ at, stated, actual, layer })
  }
  const stated = wrong.map((each) => each.stated).toSorted()
  const actual = wrong.map((each) => each.actual).toSorted()
  if (wrong.length > 1 && stated.every((digest, index) => digest === actual[index])) {
    yield {
      requirement: 'manifest.layers.stack-order',
      judgement: violated(
        'lists layers in another order than the DiffIDs in the configuration',
        'the same order, from the base to the top',
        `other places for ${wrong.length} of ${diffIds.length} layers`,
      ),
      evidence: wrong.slice(0, 10).map(({ layer }) => placeIn(document.source, layer.pointer)),
    }
    return
  }
  for (const { at, stated, actual, layer } of wrong) {
    const compressed = stated === layer.digest ? ', the digest of the compressed layer' : ''
    yield {
      requirement: 'config.rootfs.diff-ids.match',
      judgement: violated(
        'lists a DiffID that is not the digest of its uncompressed layer',
        actual,
        `${stated}${compressed}`,
      ),
      evidence: [
        placeIn(configSource, `/rootfs/diff_ids/${at}`),
        placeIn(document.source, layer.pointer),
        // What is wrong with the content of the layer may be the reason.
        ...(layer.digest === undefined ? [] : [placeIn(layer.digest)]),
      ],
    }
  }
}
