/**
 * The vocabulary of what is judged: a requirement is one normative statement of a specification,
 * with its level and its line for each version that has it.
 */

/** The supported versions of a specification; `dev` is its next version as drafted. */
export const specVersions = ['1.0', '1.1', 'dev'] as const
export type SpecVersion = (typeof specVersions)[number]

/** RFC 2119 levels, folded: REQUIRED and SHALL are MUST, RECOMMENDED is SHOULD, OPTIONAL is MAY. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/**
 * A place in the published text: a line number, or `[file#]line[:ordinals]`, for example
 * `'manifest.md#55'` or `'403:2'` (the second normative key word of line 403).
 * Without ordinals a place claims each key word of the statement's level on that line.
 * A trailing `!`, as in `'413!'`, points at a table row or a sentence that binds without a key word
 * of that level: it is linked, and claims nothing.
 */
export type Place = number | string

/** What one version of the specification says: how strongly, and where (the first place is linked). */
export interface Statement {
  level: Level
  places: readonly [Place, ...Place[]]
}

export interface Requirement {
  /** Written by hand and lasting: `pull.manifest.exact-bytes`. */
  id: string
  /** What a conforming target does, in the present tense and in our own words. */
  title: string
  /** The heading's anchor in the published text: `pulling-manifests`. */
  section: string
  /** A version that is missing here does not have the statement. */
  at: Partial<Record<SpecVersion, Statement>>
  /** Failures here are told as `blocked` while one of these requirements is broken. */
  buildsOn?: readonly string[]
  /** The reason why nobody outside the target can decide it; such a requirement has no test. */
  undecidable?: string
  /** How a contested or silent text is judged, for the people who are judged by it. */
  ruling?: string
  /** What goes wrong in the field where it is broken: clients, products, incidents. */
  field?: string
}

/** A requirement in one version of the specification: what is planned, run and reported. */
export interface PlannedRequirement {
  id: string
  suite: string
  title: string
  section: string
  level: Level
  /** Link to the very line of the published text at the pinned revision. */
  link: string
  buildsOn: readonly string[]
  undecidable?: string
  ruling?: string
  field?: string
}

export const must = (...places: [Place, ...Place[]]): Statement => ({ level: 'MUST', places })
export const should = (...places: [Place, ...Place[]]): Statement => ({ level: 'SHOULD', places })
export const may = (...places: [Place, ...Place[]]): Statement => ({ level: 'MAY', places })

/** Key words of a text that no requirement claims, and why: they bind somebody else, or permit something. */
export interface CensusNote {
  reason: string
  /** Without ordinals a place means each key word of its line. */
  at: Partial<Record<SpecVersion, readonly Place[]>>
}

/** A published specification: where each version's text stands, so that a line can be linked. */
export interface Specification {
  /** Lower-case name, the first part of JUnit's classname: `distribution`, `image`. */
  name: string
  title: string
  /** The file that a place without a file means. */
  file: string
  /** Per version its release label and the URL of its folder at the pinned revision. */
  versions: Record<SpecVersion, { label: string; revision: string; url: string }>
}

/** A place taken apart; `words` are ordinals of key words on the line, from 1. */
export interface ParsedPlace {
  file: string
  line: number
  words?: readonly number[]
  /** True where the place claims no key word. */
  plain?: true
}

/** Takes a place apart. Throws on a malformed one: places are written by hand and linted. */
export function parsePlace(place: Place, specification: Specification): ParsedPlace {
  const match = /^(?:(?<file>[^#]+)#)?(?<line>\d+)(?:(?::(?<words>\d+(?:,\d+)*))|(?<plain>!))?$/.exec(
    String(place),
  )
  if (!match?.groups) throw new Error(`malformed place ${JSON.stringify(place)}`)
  const { file, line, words, plain } = match.groups
  return {
    file: file ?? specification.file,
    line: Number(line),
    ...(words === undefined ? {} : { words: words.split(',').map(Number) }),
    ...(plain === undefined ? {} : { plain: true }),
  }
}

/** The link to a place at the pinned revision, as plain text so that the line number holds. */
export function linkTo(place: Place, specification: Specification, version: SpecVersion): string {
  const { file, line } = parsePlace(place, specification)
  return `${specification.versions[version].url}/${file}?plain=1#L${line}`
}
