import {
  parsePlace,
  type Level,
  type Requirement,
  type SpecVersion,
  type Specification,
  type Statement,
} from '../../src/engine/requirement.ts'
import type { Astray } from './census.ts'
import { keywords, linesOf } from './keywords.ts'

export interface BasisInput {
  specification: Specification
  version: SpecVersion
  /** The text of each file of the specification, by the name that places use. */
  files: ReadonlyMap<string, string>
  requirements: readonly Requirement[]
}

/**
 * Requirements whose linked line does not show what their level rests on: `stated` needs a keyword of the level
 * there, `table` a row of a table. What is `derived` has its reasoning in the entry instead, and a text to follow from.
 */
export function unfounded({ specification, version, files, requirements }: BasisInput): Astray[] {
  return requirements.flatMap(({ id, at, reasoning }) => {
    const statement = at[version]
    if (!statement) return []
    const [place] = statement.places
    const { file, line, plain } = parsePlace(place, specification)
    const whole = files.get(file)
    // A file that was not passed is reported by the census.
    if (whole === undefined) return []
    const text = linesOf(whole)[line - 1] ?? ''
    const levels = [...keywords(file, text)].map((word) => word.level)
    const reasoned = reasoning !== undefined
    const problem = problemOf(statement, { text, levels, plain: plain === true, reasoned })
    return problem === undefined ? [] : [{ owner: id, place, problem }]
  })
}

interface Linked {
  text: string
  /** The levels of the keywords on the line. */
  levels: readonly Level[]
  plain: boolean
  reasoned: boolean
}

function problemOf(
  { level, basis }: Statement,
  { text, levels, plain, reasoned }: Linked,
): string | undefined {
  if (basis === 'table') return text.startsWith('|') ? undefined : 'is not a row of a table'
  if (basis === 'derived') {
    if (!reasoned) return 'is derived, and the entry has no reasoning'
    return text.trim() === '' ? 'has no text that a level could follow from' : undefined
  }
  if (plain) return 'claims no keyword, so the level is not stated there'
  return levels.includes(level) ? undefined : `has no keyword of level ${level}, so it is not stated there`
}
