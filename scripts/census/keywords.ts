import type { Level } from '../../src/engine/requirement.ts'

/** A normative keyword with its place in a text. */
export interface Keyword {
  file: string
  /** From 1. */
  line: number
  /** Its ordinal among the keywords of its line, from 1. */
  ordinal: number
  /** As written, for example `SHOULD NOT`. */
  word: string
  level: Level
  /** The whole line. */
  text: string
}

/** The words of RFC 2119, in capitals only; the negated ones first, so that they count once. */
const pattern =
  /(?<![A-Za-z])(?:MUST NOT|MUST|SHALL NOT|SHALL|REQUIRED|SHOULD NOT|SHOULD|NOT RECOMMENDED|RECOMMENDED|MAY|OPTIONAL)(?![A-Za-z])/g

/** The level that a keyword expresses. */
export function levelOf(word: string): Level {
  if (/MUST|SHALL|REQUIRED/.test(word)) return 'MUST'
  return /SHOULD|RECOMMENDED/.test(word) ? 'SHOULD' : 'MAY'
}

/** The lines of a text; its final line break opens no further line. */
export const linesOf = (text: string): string[] => text.replace(/\r?\n$/, '').split(/\r?\n/)

/** All keywords of a text, in its order. Nothing is left out: quoted words and code blocks count too. */
export function* keywords(file: string, text: string): Generator<Keyword> {
  for (const [index, line] of linesOf(text).entries()) {
    let ordinal = 0
    for (const [word] of line.matchAll(pattern)) {
      ordinal += 1
      yield { file, line: index + 1, ordinal, word, level: levelOf(word), text: line }
    }
  }
}
