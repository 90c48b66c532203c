import { causeIn } from '../../judges/causes.ts'
import type { Document } from '../../../../src/image/model/model.ts'
import type { ImageFacts, Unread } from '../../facts/facts.ts'
import { placeIn, type JudgeOptions, type Check } from '../../judges/check.ts'
import { judgeCoding } from '../../layer/judges/compression.ts'
import { isCut, isReplaced, layersOf, limited } from '../../layer/judges/layers.ts'
import { judgementOf } from '../../schemas/violations.ts'
import { comparables } from './diff-ids.ts'

/** Where no image has lists that can be compared: the violation that is the cause for the first one. */
export function unreadLists(facts: ImageFacts, options: JudgeOptions): Unread | undefined {
  for (const { image, document, configDocument } of facts.manifests) {
    const checks = [
      ...checksOf(document, listOfLayers, facts),
      ...(configDocument ? checksOf(configDocument, listOfDiffIds, facts) : []),
    ]
    const cause = image ? causeIn(checks, options) : undefined
    if (cause) return { kinds: ['config'], ...cause }
  }
  return undefined
}

const listOfLayers = /^manifest\.layers\.(?:exists|is-array)/
const listOfDiffIds = /^config\.rootfs\.(?:exists|is-object|diff-ids)/

/** What a document violates of some requirements. */
const checksOf = (document: Document, requirements: RegExp, { violations }: ImageFacts): Check[] =>
  (violations.get(document) ?? [])
    .filter(({ requirement }) => requirements.test(requirement))
    .map((violation) => ({
      requirement: violation.requirement,
      judgement: judgementOf(violation),
      evidence: [placeIn(document.source, violation.pointer)],
    }))

/** Where no layer could be compared: the limit beyond which one was not read, or the cause for the first one. */
export function unreadDiffIds(image: ImageFacts, options: JudgeOptions): Unread | undefined {
  const all = comparables(image)
  if (all.length === 0) return unreadLists(image, options)
  const layers = all.flatMap(({ manifest }) => manifest.layers)
  const read = layersOf(image).filter(({ digest }) => layers.some((layer) => layer.digest === digest))
  const beyond = limited(read)
  if (beyond || read.some((layer) => !isCut(layer) && !isReplaced(layer))) return beyond
  for (const { digest } of layers) {
    const layer = read.find((each) => each.digest === digest)
    const cause = layer
      ? causeIn(judgeCoding(layer), options)
      : digest === undefined
        ? undefined
        : image.causes.of(digest)
    if (cause) return { kinds: ['layer'], ...cause }
  }
  return undefined
}
