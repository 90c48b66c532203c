/** Not escaped by JSON, and yet interpreted by a terminal or an editor: C1 controls, bidi marks, line separators. */
const acting = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

/** JSON without characters that a terminal interprets; equivalent to that of JSON.stringify. */
export const jsonText = (value: unknown, indentation?: number): string =>
  JSON.stringify(value, undefined, indentation).replace(acting, escaped)
