import { causeIn } from '../../judges/causes.ts'
import type { ImageFacts, Unread } from '../../facts/facts.ts'
import type { JudgeOptions } from '../../judges/check.ts'
import { judgeCoding } from './compression.ts'
import { isDamagedTar, isCut, layersOf, limited, type Layer } from './layers.ts'
import { isTarJudged, judgeTar } from './tar.ts'

const isReadable = (layer: Layer): boolean => !isCut(layer) && !isDamagedTar(layer)

/** Layers with entries to look at; a file of an artifact that is not a tar has none, and only a warning. */
export const judgeable = (image: ImageFacts): Layer[] =>
  layersOf(image).filter((layer) => layer.ofImage || isReadable(layer))

/** Where no layer could be decompressed to its end: the cause, by what is judged of them. */
export const unreadContent = (image: ImageFacts, options: JudgeOptions): Unread | undefined =>
  unreadIn(judgeable(image), (layer) => isCut(layer) || !isTarJudged(layer), judgeCoding, options)

/** Where no layer is a tar that can be read to its end: the cause, by what is judged of them. */
export const unreadEntries = (image: ImageFacts, options: JudgeOptions): Unread | undefined =>
  unreadIn(judgeable(image), (layer) => !isReadable(layer), judgeReading, options)

/** Whether a layer can be decompressed and is a tar. */
export function* judgeReading(layer: Layer): ReturnType<typeof judgeTar> {
  yield* judgeCoding(layer)
  yield* judgeTar(layer)
}

function unreadIn(
  layers: readonly Layer[],
  isUnread: (layer: Layer) => boolean,
  judge: typeof judgeReading,
  options: JudgeOptions,
): Unread | undefined {
  const beyond = limited(layers)
  if (beyond) return beyond
  if (!layers.every(isUnread)) return undefined
  for (const layer of layers) {
    const cause = causeIn(judge(layer), options)
    if (cause) return { kinds: ['layer'], ...cause }
  }
  return undefined
}
