import { causeIn } from '../../causes.ts'
import type { Document, ImageFacts, Unread } from '../../facts/facts.ts'
import { placeIn, type Asked, type Said } from '../../judged.ts'
import { judgeCoding } from '../../layer/judges/compression.ts'
import { isCut, isReplaced, layersOf, limited } from '../../layer/judges/layers.ts'
import { judgementOf, type SchemaViolation } from '../../schema.ts'
import { comparables } from './diff-ids.ts'

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
