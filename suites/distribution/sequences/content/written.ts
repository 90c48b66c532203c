import type { WrittenForm } from '../sequence.ts'

type Document = Readonly<Record<string, unknown>>

/** A document in this written form: all but `unicode` and `unknown-fields` parse to the same. */
export function writeDocument(document: Document, form: WrittenForm): Uint8Array {
  return new TextEncoder().encode(forms[form](document))
}

const forms: Readonly<Record<WrittenForm, (document: Document) => string>> = {
  compact: (document) => JSON.stringify(document),
  // As some editors and generators end lines.
  indented: (document) => JSON.stringify(document, null, '\t').replaceAll('\n', '\r\n'),
  'trailing-newline': (document) => `${JSON.stringify(document, null, 2)}\n`,
  reordered: (document) => JSON.stringify(reversed(document)),
  unicode: (document) =>
    JSON.stringify(withAnnotation(document)).replaceAll('/', '\\/').replaceAll('-assay', '\\u002dassay'),
  'unknown-fields': (document) => numbersAsWritten(JSON.stringify(withUnknown(document))),
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  )
}

/**
 * Characters of two, three and four bytes, one that some parsers take for the end of a line, and one that is composed of two, which a
 * normalisation would join.
 */
const beyondAscii = 'naïve — 日本 𝄞 \u2028 cafe\u0301'

/** Docker's documents have no annotations: their escapes alone are unusual. */
const withAnnotation = (document: Document): Document =>
  'annotations' in document
    ? {
        ...document,
        annotations: { ...asObject(document['annotations']), 'vnd.oci-assay.unicode': beyondAscii },
      }
    : document

/** Numbers that are written otherwise after they were read as doubles. */
const numbers = { integer: '9007199254740993000007', decimal: '1.10', exponent: '1E2' }

const numbersAsWritten = (text: string): string =>
  Object.values(numbers).reduce((written, number) => written.replaceAll(`"${number}"`, number), text)

const unknown = {
  'vnd.oci-assay.unknown': { list: [1, null, true, 'text', { deep: 1.5e300 }], empty: {}, ...numbers },
}

/** Fields that no specification defines, in the document and in each descriptor. */
const withUnknown = (document: Document): Document => ({
  ...unknown,
  ...Object.fromEntries(
    Object.entries(document).map(([key, value]) => {
      if (key === 'layers' || key === 'manifests') {
        return [key, Array.isArray(value) ? value.map((each) => ({ ...asObject(each), ...unknown })) : value]
      }
      return [key, key === 'config' || key === 'subject' ? { ...asObject(value), ...unknown } : value]
    }),
  ),
})

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {})
