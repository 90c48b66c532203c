import { describe, expect, it } from 'vitest'
import {
  linkTo,
  parsePlace,
  specVersions,
  type Requirement,
  type Specification,
} from '../../src/engine/requirement.ts'

/** What the suites of one specification export. */
export interface Linted {
  specification: Specification
  requirements: readonly Requirement[]
  requirementsBySuite: Readonly<Record<string, readonly Requirement[]>>
  /** The first part of the ids of a suite. */
  prefixOf: (suite: string) => string
}

/** Values that occur more than once. */
export const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

/** The ids on a circle of `dependsOn` that can be reached; empty where there is none. */
function circle(from: Requirement, byId: ReadonlyMap<string, Requirement>, path: string[] = []): string[] {
  if (path.includes(from.id)) return [...path.slice(path.indexOf(from.id)), from.id]
  for (const id of from.dependsOn ?? []) {
    const base = byId.get(id)
    const found = base ? circle(base, byId, [...path, from.id]) : []
    if (found.length > 0) return found
  }
  return []
}

/** Tests that hold of the requirements of every specification. */
export function lintRequirements({
  specification,
  requirements,
  requirementsBySuite,
  prefixOf,
}: Linted): void {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]))

  // An id lasts: results, baselines and faults name it.
  it('have unique ids', () => expect(repeated(requirements.map(({ id }) => id))).toEqual([]))

  it('have unique titles', () => expect(repeated(requirements.map(({ title }) => title))).toEqual([]))

  it.each(Object.entries(requirementsBySuite))('of the suite %s begin with its name', (suite, list) => {
    expect(list.length).toBeGreaterThan(0)
    for (const { id } of list) expect(id.split('.')[0]).toBe(prefixOf(suite))
  })

  it('are listed once each by suite and as a whole', () => {
    expect(Object.values(requirementsBySuite).flat()).toEqual([...requirements])
  })

  describe.each(requirements.map((requirement) => [requirement.id, requirement] as const))(
    '%s',
    (id, requirement) => {
      it('is written by the rules', () => {
        const { title, section, at, dependsOn = [], unobservable, ruling, field } = requirement
        expect(id).toMatch(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*){1,4}$/)
        expect(title.length).toBeLessThanOrEqual(90)
        // Titles tell in the present tense what a conforming target does.
        expect(title).toMatch(/^[a-z]+s\b|^never /)
        expect(title).not.toMatch(/\b(should|must|may|shall)\b/i)
        expect(title).not.toMatch(/[.\s]$/)
        expect(section).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        expect(Object.keys(at).length).toBeGreaterThan(0)
        for (const text of [unobservable, ruling, field])
          if (text !== undefined) expect(text).toMatch(/^\S.*\.$/s)
        for (const base of dependsOn) expect(byId.has(base), base).toBe(true)
        expect(repeated(dependsOn)).toEqual([])
        expect(circle(requirement, byId)).toEqual([])
      })

      it('gives a reasoning exactly where a level is derived', () => {
        const { at, reasoning } = requirement
        const derived = Object.values(at).some(({ basis }) => basis === 'derived')
        if (!derived) expect(reasoning).toBeUndefined()
        else expect(reasoning).toMatch(/^[A-Za-z0-9].{20,}\.$/)
      })

      it('points at lines of each version that has it', () => {
        for (const version of specVersions) {
          const places = requirement.at[version]?.places ?? []
          for (const place of places) {
            expect(parsePlace(place, specification).line).toBeGreaterThan(0)
            const link = linkTo(place, specification, version)
            expect(link.startsWith(`${specification.versions[version].url}/`)).toBe(true)
            expect(link).toMatch(/\.md\?plain=1#L\d+$/)
          }
          // A place named again says nothing.
          expect(repeated(places.map(String))).toEqual([])
        }
      })
    },
  )
}
