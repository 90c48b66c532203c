import { comparing } from './functions/comparing.ts'
import { lists } from './functions/lists.ts'
import { making } from './functions/making.ts'
import { responses } from './functions/responses.ts'
import { sending } from './functions/sending.ts'
import type { ShellFunction } from './functions/shell-function.ts'

/** The functions that a text calls, with those that they call: a script has no others. */
export function functionsFor(text: string, more: readonly ShellFunction[]): string[] {
  const all = [...making, ...responses, ...sending, ...comparing, ...lists, ...more]
  const used = new Set<string>()
  let searched = withoutComments(text)
  for (let size = -1; size < used.size;) {
    size = used.size
    for (const [name, body] of all) {
      if (used.has(name) || !new RegExp(`\\b${name}\\b`).test(searched)) continue
      used.add(name)
      searched += `\n${withoutComments(body)}`
    }
  }
  return all.flatMap(([name, body]) => (used.has(name) ? [body] : []))
}

/** A comment may have the name of a function as a word. */
const withoutComments = (text: string): string => text.replace(/^ *#.*$/gm, '')
