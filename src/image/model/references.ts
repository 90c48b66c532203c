import { withoutUndefined } from '../../engine/optional.ts'
import type { SpecVersion } from '../../engine/requirement.ts'
import { isWellFormed, parseDigest } from '../decode/digest.ts'
import { isObject, list, property } from '../json/value.ts'
import { mediaTypes } from '../../content/media-types.ts'
import { layerOfAnyCompression, readMediaType } from './media-types.ts'
import type { Document, Reference, Role } from './model.ts'

/** What is in the place of a descriptor, whatever it is. */
export interface DescriptorPlace {
  role: Role
  /** JSON pointer. */
  pointer: string
  value: unknown
}

/** The entries of an index with their places; of index.json those of the part that is looked at. */
export function entriesOf({ value, part }: Pick<Document, 'value' | 'part'>): [number, unknown][] {
  const all = list(value, 'manifests')
  return part ? part.entries.map((at) => [at, all[at]]) : [...all.entries()]
}

/** The places of descriptors in an index or a manifest, in their order. */
export function* descriptorsOf({ kind, value, part }: Document): Generator<DescriptorPlace> {
  if (kind === 'layout-header' || kind === 'config' || kind === 'docker-manifest') return
  if (kind === 'manifest') {
    const config = property(value, 'config')
    if (config !== undefined) yield { role: 'config', pointer: '/config', value: config }
    for (const [at, layer] of list(value, 'layers').entries()) {
      yield { role: 'layer', pointer: `/layers/${at}`, value: layer }
    }
  } else {
    for (const [at, manifest] of entriesOf({ value, ...withoutUndefined({ part }) }))
      yield { role: 'manifest', pointer: `/manifests/${at}`, value: manifest }
  }
  const subject = property(value, 'subject')
  if (subject !== undefined) yield { role: 'subject', pointer: '/subject', value: subject }
}

/** What a docker archive names: files without descriptors, whose kinds follow from where they are named. */
function* dockerReferences(from: Document): Generator<Reference> {
  for (const item of from.images ?? []) {
    const { config, layers } = item
    const common = { from, descriptor: {}, item }
    if (config) {
      const { pointer, path } = config
      yield { ...common, pointer, role: 'config', mediaType: readMediaType(mediaTypes.config), digest: path }
    }
    for (const { pointer, path } of layers) {
      yield { ...common, pointer, role: 'layer', mediaType: layerOfAnyCompression, digest: path }
    }
  }
}

/** The descriptors of a document. */
export function* referencesOf(from: Document, spec: SpecVersion): Generator<Reference> {
  yield* dockerReferences(from)
  for (const { role, pointer, value: descriptor } of descriptorsOf(from)) {
    if (!isObject(descriptor)) continue
    const digest = usableDigest(descriptor['digest'], spec)
    const mediaType = readMediaType(descriptor['mediaType'])
    yield { from, pointer, role, descriptor, mediaType, ...withoutUndefined({ digest }) }
  }
}

/** A digest that names one blob: by the grammar, and in the form of its algorithm. */
function usableDigest(value: unknown, spec: SpecVersion): string | undefined {
  const digest = typeof value === 'string' ? parseDigest(value) : undefined
  if (!digest) return undefined
  // Before its registration blake3 is a name like any other.
  const free = digest.registered === 'blake3' && spec !== 'dev'
  return free || isWellFormed(digest) ? digest.text : undefined
}
