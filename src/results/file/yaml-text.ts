import { Lexer, parseDocument, Parser, type Document, type LineCounter } from 'yaml'
import { exitCodes, Failure } from '../conclusion/failure.ts'

/** Levels of maps and lists; what people write has five. */
const deepest = 64

/**
 * Parses YAML that people write. Throws Failure where it has more levels than that: the parser calls itself for each,
 * and an overflow of the stack ends the process where it strikes a regular expression. Other errors are in the document.
 */
export function parseYaml(path: string, text: string, lineCounter: LineCounter): Document.Parsed {
  if (isTooDeep(text)) {
    throw new Failure(
      `${path} has more than ${deepest} levels of maps and lists and is not read`,
      exitCodes.usage,
    )
  }
  return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true })
}

/** Reads tokens only, which needs no stack. */
function isTooDeep(text: string): boolean {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > deepest) return true
  }
  return false
}
