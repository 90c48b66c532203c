import {
  parsePlace,
  type CensusNote,
  type Level,
  type ParsedPlace,
  type Place,
  type Requirement,
  type SpecVersion,
  type Specification,
} from '../../src/engine/requirement.ts'
import { keywords, linesOf, type Keyword } from './keywords.ts'

export interface CensusInput {
  specification: Specification
  version: SpecVersion
  /** The text of each file of the specification, by the name that places use. */
  files: ReadonlyMap<string, string>
  requirements: readonly Requirement[]
  notes: readonly CensusNote[]
}

/** A place that does not point at what it names. */
export interface Astray {
  /** The requirement's id, or the note's reason in quotation marks. */
  owner: string
  place: Place
  problem: string
}

export interface CensusResult {
  /** How many keywords the text has. */
  keywords: number
  /** How many of them requirements claim, and how many requirements do so. */
  claimed: number
  requirements: number
  /** How many of them notes explain. */
  explained: number
  /** Keywords that no requirement claims and no note explains. */
  open: readonly Keyword[]
  astray: readonly Astray[]
  /** Files that places name and that were not passed: what points there is not checked. */
  unread: readonly string[]
}

interface Claim {
  owner: string
  place: Place
  /** Absent for a note, which may explain a keyword of any level. */
  level?: Level
}

const keyOf = ({ file, line, ordinal }: Pick<Keyword, 'file' | 'line' | 'ordinal'>): string =>
  `${file}:${line}:${ordinal}`

/**
 * Compares a text with its requirements and notes, in both directions: each keyword is claimed by a
 * requirement or explained by a note, and each claim and note points at keywords that are there.
 */
export function census(input: CensusInput): CensusResult {
  const { specification, version, files, requirements, notes } = input
  const found = [...files].flatMap(([file, text]) => [...keywords(file, text)])
  const lines = new Map([...files].map(([file, text]) => [file, linesOf(text)]))
  const byLine = new Map<string, Keyword[]>()
  for (const word of found) {
    const line = `${word.file}:${word.line}`
    byLine.set(line, [...(byLine.get(line) ?? []), word])
  }
  const astray: Astray[] = []
  const unread = new Set<string>()

  /** The keywords that a place means; what is wrong with it is added to `astray`. */
  const resolve = ({ owner, place, level }: Claim): Keyword[] => {
    const reject = (problem: string): [] => {
      astray.push({ owner, place, problem })
      return []
    }
    let parsed: ParsedPlace
    try {
      parsed = parsePlace(place, specification)
    } catch {
      return reject('is not a place')
    }
    const { file, line, words, plain } = parsed
    const text = lines.get(file)
    if (!text) {
      unread.add(file)
      return []
    }
    if ((text[line - 1] ?? '').trim() === '') return reject('does not point at text')
    if (plain) return level === undefined ? reject('explains no keyword') : []
    const here = byLine.get(`${file}:${line}`) ?? []
    if (words === undefined) {
      const meant = level === undefined ? here : here.filter((word) => word.level === level)
      return meant.length > 0
        ? meant
        : reject(`has no keyword${level === undefined ? '' : ` of level ${level}`}`)
    }
    return words.flatMap((ordinal) => {
      const word = here[ordinal - 1]
      if (!word) return reject(`has no keyword number ${ordinal}`)
      if (level !== undefined && word.level !== level)
        return reject(`number ${ordinal} is ${word.word}, not of level ${level}`)
      return [word]
    })
  }

  const claimed = new Set<string>()
  const claimants = new Set<string>()
  for (const { id, at } of requirements)
    for (const place of at[version]?.places ?? [])
      for (const word of resolve({ owner: id, place, level: at[version]!.level })) {
        claimed.add(keyOf(word))
        claimants.add(id)
      }

  const explained = new Set<string>()
  for (const { reason, at } of notes)
    for (const place of at[version] ?? []) {
      const owner = `"${reason}"`
      for (const word of resolve({ owner, place })) {
        const key = keyOf(word)
        if (claimed.has(key))
          astray.push({ owner, place, problem: `explains ${word.word}, which is claimed` })
        else if (explained.has(key))
          astray.push({ owner, place, problem: `explains ${word.word} a second time` })
        explained.add(key)
      }
    }

  return {
    keywords: found.length,
    claimed: claimed.size,
    requirements: claimants.size,
    explained: explained.size,
    open: found.filter((word) => !claimed.has(keyOf(word)) && !explained.has(keyOf(word))),
    astray,
    unread: [...unread],
  }
}
