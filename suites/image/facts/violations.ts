import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { judgeDocument, type DocumentKind, type SchemaViolation } from '../schemas/violations.ts'
import { isObject, list } from '../../../src/image/json/value.ts'

/** Descriptors that are judged at once: the time for broken ones grows with the square of their number. */
const most = 1000

/** The violations of a document, however many descriptors it lists. */
export function violationsIn(kind: DocumentKind, document: unknown, spec: SpecVersion): SchemaViolation[] {
  const name = kind === 'manifest' ? 'layers' : 'manifests'
  const items = list(document, name)
  if (items.length <= most || !isObject(document)) return judgeDocument(kind, document, spec)
  const violations = judgeDocument(kind, { ...document, [name]: items.slice(0, most) }, spec)
  for (let start = most; start < items.length; start += most) {
    const part = { ...document, [name]: items.slice(start, start + most) }
    for (const violation of judgeDocument(kind, part, spec)) {
      // What is wrong outside of the list is known from the first part.
      const [, at, rest] = new RegExp(`^/${name}/(\\d+)(.*)$`, 's').exec(violation.pointer) ?? []
      if (at === undefined) continue
      const pointer = `/${name}/${Number(at) + start}${rest ?? ''}`
      const title = violation.title.replaceAll(violation.pointer, pointer)
      violations.push({ ...violation, pointer, title })
    }
  }
  return violations
}
