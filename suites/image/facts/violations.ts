import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { at, isObject, list, property, type JsonObject } from '../../../src/image/json/value.ts'
import { readMediaType } from '../../../src/image/model/media-types.ts'
import type { Document, DocumentKind } from '../../../src/image/model/model.ts'
import { entriesOf } from '../../../src/image/model/references.ts'
import type { Part } from '../../../src/image/source/source.ts'
import { judgeDocument, withValue, type SchemaViolation } from '../schemas/violations.ts'

/** False for what could not be read, and for the config of an artifact: only its text is judged. */
export const isJudged = ({ value, borrowed }: Document): boolean => value !== undefined && !borrowed

/** What a document violates by its schema. A document of Docker is judged by the types of OCI. */
export function violationsOf(document: Document, spec: SpecVersion): SchemaViolation[] {
  const { kind, value, mediaType, part } = document
  if (part) return violationsOfPart(value, part, spec)
  if (!mediaType.docker) return violationsIn(kind, value, spec)
  return violationsIn(kind, asOci(value), spec).map((violation) => {
    const written = at(value, violation.pointer)
    const { docker, oci } = readMediaType(written)
    // What is reported is what the document has itself.
    return docker && oci === violation.value ? withValue(violation, String(written)) : violation
  })
}

/** What entries of index.json violate; of what is left of a layout also what index.json does besides. */
function violationsOfPart(value: unknown, part: Part, spec: SpecVersion): SchemaViolation[] {
  if (!isObject(value) || !Array.isArray(value['manifests']))
    return part.files ? violationsIn('layout-index', value, spec) : []
  const entries = entriesOf({ value, part })
  const own = { ...value, manifests: entries.map(([, entry]) => entry) }
  return violationsIn('layout-index', own, spec).flatMap((violation) => {
    const moved = inList(violation, 'manifests', (at) => entries[at]?.[0] ?? at)
    return moved ?? (part.files ? violation : [])
  })
}

/** A violation in a list at the place that it has in the whole list; undefined for one elsewhere. */
function inList(
  violation: SchemaViolation,
  name: string,
  placeOf: (at: number) => number,
): SchemaViolation | undefined {
  const [, at, rest] = new RegExp(`^/${name}/(\\d+)(.*)$`, 's').exec(violation.pointer) ?? []
  if (at === undefined) return undefined
  const pointer = `/${name}/${placeOf(Number(at))}${rest ?? ''}`
  const title = violation.title.replaceAll(violation.pointer, pointer)
  return { ...violation, pointer, title }
}

/** A descriptor, or a document, under the type that OCI has for it. */
const typed = (descriptor: unknown): unknown => {
  if (!isObject(descriptor)) return descriptor
  const { docker, oci } = readMediaType(descriptor['mediaType'])
  return docker ? { ...descriptor, mediaType: oci } : descriptor
}

/** A document of Docker with the media types that OCI has for the same things. */
function asOci(value: unknown): unknown {
  if (!isObject(value)) return value
  const lists = (name: string): JsonObject => {
    const found = property(value, name)
    return Array.isArray(found) ? { [name]: found.map(typed) } : {}
  }
  return {
    ...(typed(value) as JsonObject),
    ...('config' in value ? { config: typed(value['config']) } : {}),
    ...lists('layers'),
    ...lists('manifests'),
  }
}

/** Descriptors that are judged at once: the time for invalid ones grows with the square of their number. */
const most = 1000

/** The violations of a document, however many descriptors it lists. */
function violationsIn(kind: DocumentKind, document: unknown, spec: SpecVersion): SchemaViolation[] {
  const name = kind === 'manifest' ? 'layers' : 'manifests'
  const items = list(document, name)
  if (items.length <= most || !isObject(document)) return judgeDocument(kind, document, spec)
  const violations = judgeDocument(kind, { ...document, [name]: items.slice(0, most) }, spec)
  for (let start = most; start < items.length; start += most) {
    const part = { ...document, [name]: items.slice(start, start + most) }
    for (const violation of judgeDocument(kind, part, spec)) {
      // What is wrong outside of the list is known from the first part.
      const moved = inList(violation, name, (at) => at + start)
      if (moved) violations.push(moved)
    }
  }
  return violations
}
