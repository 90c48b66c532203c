/** Printable as JSON leaves them, and yet obeyed by a terminal or an editor: C1 controls, marks of direction, separators of lines. */
const acting = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

/** JSON that nothing obeys where the file is shown; it means the same as that of JSON.stringify. */
export const jsonText = (value: unknown, indentation?: number): string =>
  JSON.stringify(value, undefined, indentation).replace(acting, escaped)
