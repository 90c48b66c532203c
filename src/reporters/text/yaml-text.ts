import { Document, visit } from 'yaml'

/** Characters that act on a terminal or an editor; line breaks are escaped by the format itself. */
const acting = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\u2028\u2029]/u

const escaped = (character: string): string =>
  `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`

/** YAML that is safe to show: texts with characters that act on a terminal are quoted, and these escaped. */
export function yamlText(value: unknown): string {
  const document = new Document(value)
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && acting.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({ lineWidth: 100 }).replace(new RegExp(acting, 'gu'), escaped)
}
