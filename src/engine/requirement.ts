/**
 * The vocabulary of what is judged: a requirement is one normative statement of a specification,
 * with its level and its line for each version that has it.
 */

/** The supported versions of a specification; `dev` is its next version as drafted. */
export const specVersions = ['1.0', '1.1', 'dev'] as const
export type SpecVersion = (typeof specVersions)[number]

/** The version of a run that selects none. */
export const usualSpec: SpecVersion = '1.1'

/** RFC 2119 levels, folded: REQUIRED and SHALL are MUST, RECOMMENDED is SHOULD, OPTIONAL is MAY. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/**
 * A place in the published text: a line number, or `[file#]line[:ordinals]`, for example
 * `'manifest.md#55'` or `'403:2'` (the second normative keyword of line 403).
 * Without ordinals a place claims each keyword of the statement's level on that line.
 * A trailing `!`, as in `'413!'`, names a line that explains the statement and claims no keyword.
 */
export type Place = number | string

/**
 * What the level of a statement rests on: `stated`, a keyword of that level on the linked line; `table`, a row
 * of a table of the text, such as the endpoints or the error codes; `derived`, a conclusion from the text.
 * A keyword that introduces a format or a property also covers the definitions that follow it: then its
 * line is linked, and the definition is the second place.
 */
export const bases = ['stated', 'table', 'derived'] as const
/** `configured`: the user requires it, whatever the text has. */
export type Basis = (typeof bases)[number] | 'configured'

/**
 * Whether a level rests on at least this: `table` includes what is stated, `derived` everything. What the user requires
 * counts always, and so does all of a result that an earlier version stored, which has no bases.
 */
export const restsOn = (basis: Basis | undefined, weakest: Basis): boolean =>
  basis === undefined ||
  basis === 'configured' ||
  weakest === 'configured' ||
  bases.indexOf(basis) <= bases.indexOf(weakest)

/** The level of a requirement in one version, what it rests on, and where (the first place is linked). */
export interface Statement {
  level: Level
  basis: Basis
  places: readonly [Place, ...Place[]]
}

/** The ids are literal types where suites define them by `defineRequirements` (literal-ids.ts). */
export interface Requirement<Id extends string = string, Base extends string = string> {
  /** Written by hand and lasting: `pull.manifest.exact-bytes`. */
  id: Id
  /** What a conforming target does, in the present tense and in our own words. */
  title: string
  /** The heading's anchor in the published text: `pulling-manifests`. */
  section: string
  /** A version that is missing here does not have the statement. */
  at: Partial<Record<SpecVersion, Statement>>
  /** Why the level follows from the text, where it is derived. */
  reasoning?: string
  /** Failures here are reported as `blocked` while one of these requirements fails. */
  dependsOn?: readonly Base[]
  /**
   * The requirement of the same duty in its plainest form, such as that of another way to push a blob. Of variants that fail alike
   * one is reported, and the others as blocked by it.
   */
  variantOf?: Base
  /** The reason why it cannot be evaluated from outside the target; such a requirement has no test. */
  unobservable?: string
  /**
   * Part of what each implementation supports. A run that selects such requirements and evaluates none of them shows
   * nothing about its target, and is incomplete.
   */
  essential?: true
  /** How an ambiguous or silent text is judged, for the implementers who are affected. */
  ruling?: string
  /** The impact of a violation, as seen in practice: clients, products, incidents. */
  impact?: string
}

/** A requirement in one version of the specification: what is planned, run and reported. */
export interface PlannedRequirement {
  id: string
  suite: string
  title: string
  section: string
  level: Level
  /** What the level rests on; absent only in results that an earlier version stored. */
  basis?: Basis
  /** Why the level follows from the text; present where it is derived. */
  reasoning?: string
  /** Link to the very line of the published text at the pinned revision. */
  link: string
  dependsOn: readonly string[]
  variantOf?: string
  unobservable?: string
  essential?: true
  ruling?: string
  impact?: string
}

type Places = [Place, ...Place[]]

const stated = (level: Level, places: Places): Statement => ({ level, basis: 'stated', places })

/** A statement whose level is that of a keyword on the line of the first place. */
export const must = (...places: Places): Statement => stated('MUST', places)
export const should = (...places: Places): Statement => stated('SHOULD', places)
export const may = (...places: Places): Statement => stated('MAY', places)

/** A statement that a row of a table makes. Its places claim no keyword. */
export const table = (level: Level, ...places: Places): Statement => ({
  level,
  basis: 'table',
  places: withoutClaims(places),
})

/**
 * A statement whose level follows from the text; the entry has the `reasoning`. Its places claim only keywords
 * that they name by their ordinals: those that bind somebody else and that the reasoning builds on.
 */
export const derived = (level: Level, ...places: Places): Statement => ({
  level,
  basis: 'derived',
  places: withoutClaims(places),
})

/** A requirement of the user, at the place of the text that defines what it is about. It claims no keyword. */
export const configured = (level: Level, ...places: Places): Statement => ({
  level,
  basis: 'configured',
  places: withoutClaims(places),
})

const withoutClaims = ([first, ...rest]: Places): Places => [withoutClaim(first), ...rest.map(withoutClaim)]
const withoutClaim = (place: Place): Place => (/(?::[\d,]+|!)$/.test(String(place)) ? place : `${place}!`)

/** Keywords of a text that no requirement claims, and why: they bind somebody else, or permit something. */
export interface CensusNote {
  reason: string
  /** Without ordinals a place means each keyword of its line. */
  at: Partial<Record<SpecVersion, readonly Place[]>>
}

/** A published specification: where each version's text is published, so that a line can be linked. */
export interface Specification {
  /** Lower-case name, the first part of JUnit's classname: `distribution`, `image`. */
  name: string
  title: string
  /** The file that a place without a file means. */
  file: string
  /** Per version its release label and the URL of its folder at the pinned revision. */
  versions: Record<SpecVersion, { label: string; revision: string; url: string }>
}

/** A place taken apart; `words` are ordinals of keywords on the line, from 1. */
export interface ParsedPlace {
  file: string
  line: number
  words?: readonly number[]
  /** True where the place claims no keyword. */
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
