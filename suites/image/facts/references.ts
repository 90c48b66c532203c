import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { isWellFormed, parseDigest } from '../../../src/image/decode/digest.ts'
import { readMediaType, type MediaType } from '../../../src/image/model/media-types.ts'
import type { SchemaViolation } from '../schemas/violations.ts'
import { isObject, list, property } from '../../../src/image/json/value.ts'
import type { Document, Reference, Role, UnreadKind } from './facts.ts'

export interface FoundReferences {
  references: Reference[]
  severed: Severed[]
}

/** A descriptor that cannot be followed because of a violation, and what would be below it. */
export interface Severed {
  kinds: readonly UnreadKind[]
  document: Document
  violation: SchemaViolation
}

/** The descriptors of an index or a manifest, with those that cannot be followed. */
export function referencesOf(document: Document, spec: SpecVersion): FoundReferences {
  const found: FoundReferences = { references: [], severed: [] }
  const broken = brokenBy(document)
  for (const { role, pointer, value } of descriptorsOf(document)) {
    const violation = broken.get(pointer)
    const descriptor = isObject(value) ? value : undefined
    const mediaType = readMediaType(descriptor?.['mediaType'])
    const kinds = below(role, mediaType)
    if (violation && kinds.length > 0) found.severed.push({ kinds, document, violation })
    if (!descriptor) continue
    const digest = usableDigest(descriptor['digest'], spec)
    found.references.push({
      from: document,
      pointer,
      role,
      descriptor,
      mediaType,
      ...(digest === undefined ? {} : { digest }),
    })
  }
  return found
}

function* descriptorsOf({
  kind,
  value,
}: Document): Generator<{ role: Role; pointer: string; value: unknown }> {
  if (kind === 'manifest') {
    const config = property(value, 'config')
    if (config !== undefined) yield { role: 'config', pointer: '/config', value: config }
    for (const [at, layer] of list(value, 'layers').entries()) {
      yield { role: 'layer', pointer: `/layers/${at}`, value: layer }
    }
  } else {
    for (const [at, manifest] of list(value, 'manifests').entries()) {
      yield { role: 'manifest', pointer: `/manifests/${at}`, value: manifest }
    }
  }
  const subject = property(value, 'subject')
  if (subject !== undefined) yield { role: 'subject', pointer: '/subject', value: subject }
}

/** A digest that names one blob: by the grammar, and in the form of its algorithm. */
export function usableDigest(value: unknown, spec: SpecVersion): string | undefined {
  const digest = typeof value === 'string' ? parseDigest(value) : undefined
  if (!digest) return undefined
  // Before its registration blake3 is a name like any other.
  const free = digest.registered === 'blake3' && spec !== 'dev'
  return free || isWellFormed(digest) ? digest.text : undefined
}

/** What hangs below a descriptor: an entry that does not say what it is may be a manifest. */
export function below(role: Role, { kind }: MediaType): readonly UnreadKind[] {
  if (role === 'subject') return []
  if (role === 'config') return kind === 'config' ? ['config'] : []
  if (role === 'layer') return kind === 'layer' ? ['layer'] : []
  return kind === 'index' ? ['index', 'manifest', 'config', 'layer'] : ['manifest', 'config', 'layer']
}

const digestRules = /^descriptor\.digest\.(?!prefers)/

/** By the pointer of a descriptor, what keeps it from leading anywhere. */
function brokenBy({ violations }: Document): Map<string, SchemaViolation> {
  const broken = new Map<string, SchemaViolation>()
  for (const violation of violations) {
    const { requirement, pointer } = violation
    const isWhole = /(?:\.is-object|\.are-descriptors|\.media-type\.exists)$/.test(requirement)
    if (isWhole) broken.set(pointer, violation)
    else if (requirement.startsWith('descriptor.media-type.')) broken.set(parentOf(pointer), violation)
    else if (digestRules.test(requirement)) {
      broken.set(requirement === 'descriptor.digest.exists' ? pointer : parentOf(pointer), violation)
    }
  }
  return broken
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))
