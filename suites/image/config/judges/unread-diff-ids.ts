import { causeIn } from '../../judges/causes.ts'
import type { Document, ImageFacts, Unread } from '../../facts/facts.ts'
import { placeIn, type JudgeOptions, type Check } from '../../judges/check.ts'
import { judgeCoding } from '../../layer/judges/compression.ts'
import { isCut, isReplaced, layersOf, limited } from '../../layer/judges/layers.ts'
import { judgementOf, type SchemaViolation } from '../../schemas/violations.ts'
import { comparables } from './diff-ids.ts'

/** Where no image has lists that can be compared: the violation that is the cause for the first one. */
export function unreadLists({ manifests }: ImageFacts, options: JudgeOptions): Unread | undefined {
  for (const { image, document, configDocument } of manifests) {
    const violations = [
      ...document.violations.filter(isOf(listOfLayers)).map(checkIn(document)),
      ...(configDocument?.violations.filter(isOf(listOfDiffIds)).map(checkIn(configDocument)) ?? []),
    ]
    const cause = image ? causeIn(violations, options) : undefined
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

const checkIn =
  ({ source }: Document) =>
  (violation: SchemaViolation): Check => ({
    requirement: violation.requirement,
    judgement: judgementOf(violation),
    evidence: [placeIn(source, violation.pointer)],
  })

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
