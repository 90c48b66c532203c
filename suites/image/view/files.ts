import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { mergeLayers, type ImageFiles } from '../../../src/image/model/files/merge.ts'
import { raising } from '../../../src/image/limits.ts'
import type { Manifest, Reference } from '../../../src/image/model/model.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { causeIn } from '../judges/causes.ts'
import { limitOfLayer } from '../layer/judges/layers.ts'
import { judgeReading } from '../layer/judges/unread.ts'

/** Why there is no merged file system. */
export interface UnreadFiles {
  unread: string
  /** The requirement that is the cause, where one is violated. */
  by?: string
}

/** The merged file system of an image; why there is none where one of its layers could not be read to its end. */
export function filesOf(manifest: Manifest, facts: ImageFacts, spec: SpecVersion): ImageFiles | UnreadFiles {
  const unlisted = whyUnlisted(manifest, facts)
  if (unlisted) return unlisted
  const layers = []
  for (const [at, layer] of manifest.layers.entries()) {
    const unread = whyUnread(layer, facts, spec)
    if (unread) return unread
    const files = layer.digest === undefined ? undefined : facts.blobs.get(layer.digest)?.facts?.files
    if (layer.digest === undefined || !files) return { unread: `layer ${at + 1} was not looked into` }
    layers.push({ name: { number: at + 1, digest: layer.digest }, files })
  }
  return mergeLayers(layers)
}

/** A list of layers that is not what it should be leaves open which files there are. */
function whyUnlisted(
  { listed, layers, document }: Manifest,
  { unread }: ImageFacts,
): UnreadFiles | undefined {
  if (listed === layers.length && layers.every(({ digest }) => digest !== undefined)) return undefined
  const cause = unread.find(({ kinds, by }) => by !== undefined && kinds.includes('layer'))
  return cause ? unreadBy(cause) : { unread: `${document.source} has no list of layers that can be followed` }
}

function whyUnread(
  { digest = '', mediaType }: Reference,
  image: ImageFacts,
  spec: SpecVersion,
): UnreadFiles | undefined {
  const missing = image.causes.of(digest)
  if (missing) return unreadBy(missing)
  const facts = image.blobs.get(digest)?.facts
  if (!facts) return { unread: `${digest} could not be read` }
  const layer = { digest, mediaType, facts, ofImage: true }
  const limit = limitOfLayer(layer)
  if (limit) return { unread: `${digest} ${limit.message}` }
  const isWhole =
    facts.content !== undefined && facts.tar !== undefined && facts.tar.summary.stopped === undefined
  if (!isWhole) {
    const cause = causeIn(judgeReading(layer), { spec })
    return cause ? unreadBy(cause) : { unread: `${digest} could not be read to its end` }
  }
  if (facts.files?.complete === false)
    return { unread: `${digest} has more files than are looked at (${raising('layer-names')})` }
  return undefined
}

const unreadBy = ({ by, reason }: { by?: string; reason: string }): UnreadFiles => ({
  unread: reason,
  ...(by === undefined ? {} : { by }),
})
