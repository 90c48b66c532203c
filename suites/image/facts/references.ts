import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { isWellFormed, parseDigest } from '../../../src/image/digest.ts'
import { readMediaType } from '../media-types.ts'
import { isObject, list, property } from '../value.ts'
import type { Document, Reference, Role, Unread, UnreadKind } from './facts.ts'

export interface FoundReferences {
  references: Reference[]
  /** Descriptors that lead nowhere, since something about them is broken. */
  unread: Unread[]
}

/** The descriptors of an index or a manifest, with those that cannot be followed. */
export function referencesOf(document: Document, spec: SpecVersion): FoundReferences {
  const found: FoundReferences = { references: [], unread: [] }
  for (const { role, pointer, value } of descriptorsOf(document)) {
    if (!isObject(value)) {
      found.unread.push(...lost(document, role, pointer))
      continue
    }
    const digest = usableDigest(value['digest'], spec)
    const mediaType = readMediaType(value['mediaType'])
    if (digest === undefined) found.unread.push(...lost(document, role, pointer))
    found.references.push({
      from: document,
      pointer,
      role,
      descriptor: value,
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

/** What hangs below a descriptor of a role. */
export const below: Readonly<Record<Role, readonly UnreadKind[]>> = {
  manifest: ['index', 'manifest', 'config', 'layer'],
  config: ['config'],
  layer: ['layer'],
  subject: [],
}

/** Why a descriptor leads nowhere: what the schema says of it, or of its digest. */
function lost({ violations, source }: Document, role: Role, pointer: string): Unread[] {
  const broken = violations.find(
    ({ requirement, pointer: at }) =>
      at === `${pointer}/digest` ||
      (at === pointer && /(?:is-object|are-descriptors|digest\.exists)$/.test(requirement)),
  )
  if (!broken || below[role].length === 0) return []
  const reason = `${pointer} of ${source} leads nowhere: it ${broken.title}`
  return [{ kinds: below[role], by: broken.requirement, reason }]
}
