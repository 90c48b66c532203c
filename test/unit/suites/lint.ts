import {
  linkTo,
  parsePlace,
  specVersions,
  type Requirement,
  type Specification,
} from '../../../src/engine/requirement.ts'

/** The requirements of one specification. */
export interface Catalogue {
  specification: Specification
  suites: readonly { name: string; requirements: readonly Requirement[] }[]
  /** The first part of the ids of a suite. */
  prefixOf: (suite: string) => string
}

/** What is wrong in the requirements of a specification, one line each, which begins with the id: empty where nothing is. */
export function lint({ specification, suites, prefixOf }: Catalogue): string[] {
  const requirements = suites.flatMap((suite) => suite.requirements)
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]))
  const inSuites = suites.flatMap((suite) =>
    suite.requirements
      .filter(({ id }) => !id.startsWith(`${prefixOf(suite.name)}.`))
      .map(({ id }) => `${id}: does not begin with ${prefixOf(suite.name)}`),
  )
  const inEach = requirements.flatMap((requirement) =>
    [
      ...wordingProblems(requirement),
      ...dependencyProblems(requirement, byId),
      ...placeProblems(requirement, specification),
    ].map((problem) => `${requirement.id}: ${problem}`),
  )
  return [
    // An id lasts: results, expectations and faults name it.
    ...repeated(requirements.map(({ id }) => id)).map((id) => `${id}: is there twice`),
    ...repeated(requirements.map(({ title }) => title)).map((title) => `${title}: is the title of two`),
    ...inSuites,
    ...inEach,
  ]
}

function* wordingProblems({ id, title, section, ...more }: Requirement): Generator<string> {
  if (!/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*){1,4}$/.test(id)) yield 'is not in lower case, with dots and dashes'
  if (title.length > 90) yield `has a title of ${title.length} characters, more than 90`
  // Titles state in the present tense what a conforming target does.
  if (!/^[a-z]+s\b|^never /.test(title)) yield 'has a title that does not begin with a verb'
  if (/\b(should|must|may|shall)\b/i.test(title)) yield 'has a title with a keyword'
  if (/[.\s]$/.test(title)) yield 'has a title that ends with a full stop or a space'
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(section)) yield 'has a section that is not an anchor'
  const { unobservable, ruling, impact } = more
  for (const [name, text] of Object.entries({ unobservable, ruling, impact })) {
    if (text !== undefined && !/^\S.*[.:]$/s.test(text)) yield `has text in ${name} that is not sentences`
  }
}

function* dependencyProblems(
  requirement: Requirement,
  byId: ReadonlyMap<string, Requirement>,
): Generator<string> {
  const { dependsOn = [] } = requirement
  yield* repeated(dependsOn).map((id) => `depends on ${id} twice`)
  yield* dependsOn.filter((id) => !byId.has(id)).map((id) => `depends on ${id}, which does not exist`)
  const circle = circleFrom(requirement, byId)
  if (circle.length > 0) yield `depends on itself: ${circle.join(', ')}`
}

function* placeProblems({ at, reasoning }: Requirement, specification: Specification): Generator<string> {
  if (Object.keys(at).length === 0) yield 'is in no version'
  const isDerived = Object.values(at).some(({ basis }) => basis === 'derived')
  if (!isDerived && reasoning !== undefined) yield 'has a reasoning, and no level is derived'
  if (isDerived && !/^[A-Za-z0-9].{20,}\.$/.test(reasoning ?? ''))
    yield 'has a derived level without a reasoning'
  for (const version of specVersions) {
    const places = at[version]?.places ?? []
    // The first place is the one that is linked.
    yield* repeated(places.map(String)).map((place) => `names ${place} twice in ${version}`)
    for (const place of places) {
      const link = linkTo(place, specification, version)
      const isLine = parsePlace(place, specification).line > 0 && /\.md\?plain=1#L\d+$/.test(link)
      if (!isLine) yield `names ${place} in ${version}, which is not a line of a text`
    }
  }
}

/** Values that occur more than once. */
const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

/** The ids on a circle of dependencies that can be reached; empty where there is none. */
function circleFrom(
  from: Requirement,
  byId: ReadonlyMap<string, Requirement>,
  path: readonly string[] = [],
): readonly string[] {
  if (path.includes(from.id)) return [...path.slice(path.indexOf(from.id)), from.id]
  for (const id of from.dependsOn ?? []) {
    const next = byId.get(id)
    const found = next ? circleFrom(next, byId, [...path, from.id]) : []
    if (found.length > 0) return found
  }
  return []
}
