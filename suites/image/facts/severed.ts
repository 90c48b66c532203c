import { isObject } from '../../../src/image/json/value.ts'
import { readMediaType, type MediaType } from '../../../src/image/model/media-types.ts'
import type { Document, Role } from '../../../src/image/model/model.ts'
import { descriptorsOf } from '../../../src/image/model/references.ts'
import type { SchemaViolation } from '../schemas/violations.ts'
import type { ImageFacts, UnreadKind } from './facts.ts'

/** A descriptor that cannot be followed because of a violation, and what would be below it. */
export interface Severed {
  kinds: readonly UnreadKind[]
  document: Document
  violation: SchemaViolation
}

/** The descriptors of an image that cannot be followed. */
export function severedIn({
  documents,
  violations,
}: Pick<ImageFacts, 'documents' | 'violations'>): Severed[] {
  return documents.flatMap((document) => {
    const byPointer = violationsByPointer(violations.get(document) ?? [])
    return [...descriptorsOf(document)].flatMap(({ role, pointer, value }): Severed[] => {
      const violation = byPointer.get(pointer)
      const mediaType = readMediaType(isObject(value) ? value['mediaType'] : undefined)
      const kinds = below(role, mediaType)
      return violation && kinds.length > 0 ? [{ kinds, document, violation }] : []
    })
  })
}

/** What hangs below a descriptor: an entry that has no known type may be a manifest. */
export function below(role: Role, { kind }: MediaType): readonly UnreadKind[] {
  if (role === 'subject') return []
  if (role === 'config') return kind === 'config' ? ['config'] : []
  if (role === 'layer') return kind === 'layer' ? ['layer'] : []
  return kind === 'index' ? ['index', 'manifest', 'config', 'layer'] : ['manifest', 'config', 'layer']
}

const digestRules = /^descriptor\.digest\.(?!prefers)/

/** By the pointer of a descriptor, what keeps it from leading anywhere. */
function violationsByPointer(violations: readonly SchemaViolation[]): Map<string, SchemaViolation> {
  const byPointer = new Map<string, SchemaViolation>()
  for (const violation of violations) {
    const { requirement, pointer } = violation
    const isWhole = /(?:\.is-object|\.are-descriptors|\.media-type\.exists)$/.test(requirement)
    if (isWhole) byPointer.set(pointer, violation)
    else if (requirement.startsWith('descriptor.media-type.')) byPointer.set(parentOf(pointer), violation)
    else if (digestRules.test(requirement)) {
      byPointer.set(requirement === 'descriptor.digest.exists' ? pointer : parentOf(pointer), violation)
    }
  }
  return byPointer
}

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf('/'))
