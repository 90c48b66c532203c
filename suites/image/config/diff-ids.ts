import { broken } from '../../../src/engine/judgement.ts'
import { parseDigest } from '../../../src/image/digest.ts'
import { isDigest } from '../formats.ts'
import { causeIn } from '../causes.ts'
import type { Document, ImageFacts, Manifest, Reference, Unread } from '../facts/facts.ts'
import { judgeCoding } from '../layer/compression.ts'
import { isCut, isReplaced, layersOf, limited } from '../layer/layers.ts'
import { placeIn, type Asked, type Said } from '../judged.ts'
import { judgementOf, type SchemaViolation } from '../schema.ts'
import { property } from '../value.ts'

/** Images whose configuration lists DiffIDs that can be compared with the layers. */
interface Comparable {
  manifest: Manifest
  configSource: string
  diffIds: readonly string[]
}

function comparables({ manifests }: ImageFacts): Comparable[] {
  return manifests.flatMap((manifest) => {
    const { configDocument, image, document } = manifest
    if (!configDocument || !image || !Array.isArray(property(document.value, 'layers'))) return []
    const diffIds = property(property(configDocument.value, 'rootfs'), 'diff_ids')
    const isList = Array.isArray(diffIds) && diffIds.every((id) => typeof id === 'string' && isDigest(id))
    return isList ? [{ manifest, configSource: configDocument.source, diffIds: diffIds as string[] }] : []
  })
}

export const comparable = (image: ImageFacts): number => comparables(image).length

/** Images of which at least one layer can be compared, or which have none. */
export function compared(image: ImageFacts): number {
  const isRead = ({ digest = '' }: Reference) => image.blobs.get(digest)?.facts?.content !== undefined
  return comparables(image).filter(({ manifest: { layers } }) => layers.length === 0 || layers.some(isRead))
    .length
}

/** Where no image has lists that can be compared: the violation that is the cause for the first one. */
export function unreadLists({ manifests }: ImageFacts, asked: Asked): Unread | undefined {
  for (const { image, document, configDocument } of manifests) {
    const violations = [
      ...document.violations.filter(isOf(listOfLayers)).map(saidIn(document)),
      ...(configDocument?.violations.filter(isOf(listOfDiffIds)).map(saidIn(configDocument)) ?? []),
    ]
    const cause = image ? causeIn(violations, asked) : undefined
    if (cause) return { kinds: ['config'], ...cause }
  }
  return undefined
}

const listOfLayers = /^manifest\.layers\.(?:exists|is-array)/
const listOfDiffIds = /^config\.rootfs\.(?:exists|is-object|diff-ids)/

const isOf =
  (pattern: RegExp) =>
  ({ requirement }: SchemaViolation): boolean =>
    pattern.test(requirement)

const saidIn =
  ({ source }: Document) =>
  (violation: SchemaViolation): Said => ({
    requirement: violation.requirement,
    judgement: judgementOf(violation),
    evidence: [placeIn(source, violation.pointer)],
  })

/** Where no layer could be compared: the limit beyond which one was not read, or the cause for the first one. */
export function unreadDiffIds(image: ImageFacts, asked: Asked): Unread | undefined {
  const all = comparables(image)
  if (all.length === 0) return unreadLists(image, asked)
  const layers = all.flatMap(({ manifest }) => manifest.layers)
  const read = layersOf(image).filter(({ digest }) => layers.some((layer) => layer.digest === digest))
  const beyond = limited(read)
  if (beyond || read.some((layer) => !isCut(layer) && !isReplaced(layer))) return beyond
  for (const { digest } of layers) {
    const layer = read.find((each) => each.digest === digest)
    const cause = layer
      ? causeIn(judgeCoding(layer), asked)
      : digest === undefined
        ? undefined
        : image.causes.of(digest)
    if (cause) return { kinds: ['layer'], ...cause }
  }
  return undefined
}

/** What the comparison shows of one requirement. */
export function* comparedFor(image: ImageFacts, requirement: string): Generator<Said> {
  for (const said of compareDiffIds(image)) if (said.requirement === requirement) yield said
}

/** DiffIDs of configurations against the layers of their manifests: number, order and value. */
function* compareDiffIds(image: ImageFacts): Generator<Said> {
  for (const { manifest, configSource, diffIds } of comparables(image)) {
    const { layers, document } = manifest
    const number = (property(document.value, 'layers') as unknown[]).length
    if (number !== diffIds.length) {
      yield {
        requirement: 'config.rootfs.diff-ids.count',
        judgement: broken(
          `lists ${diffIds.length} DiffIDs for a manifest of ${number} layers`,
          `${number} DiffIDs`,
          `${diffIds.length} DiffIDs`,
        ),
        evidence: [placeIn(configSource, '/rootfs/diff_ids'), placeIn(document.source, '/layers')],
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
): Generator<Said> {
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
      judgement: broken(
        'lists layers in another order than the configuration lists their DiffIDs',
        'one order, from the base upwards',
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
      judgement: broken(
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
