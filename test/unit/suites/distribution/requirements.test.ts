import { describe, expect, it } from 'vitest'
import { linkTo, parsePlace, specVersions, type Requirement } from '../../../../src/engine/requirement.ts'
import {
  prefixOf,
  requirements,
  requirementsBySuite,
  suiteNames,
} from '../../../../suites/distribution/requirements.ts'
import { specification } from '../../../../suites/distribution/specification.ts'

const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]))

/** The ids on a circle of `dependsOn`, from the first that is met twice; empty where there is none. */
function circle(from: Requirement, path: readonly string[] = []): readonly string[] {
  if (path.includes(from.id)) return [...path.slice(path.indexOf(from.id)), from.id]
  for (const id of from.dependsOn ?? []) {
    const base = byId.get(id)
    const found = base ? circle(base, [...path, from.id]) : []
    if (found.length > 0) return found
  }
  return []
}

/** Values that occur more than once. */
const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index)

describe('requirements of the distribution specification', () => {
  // An id lasts: results, baselines and faults name it.
  it('have unique ids', () => {
    expect(repeated(requirements.map(({ id }) => id))).toEqual([])
  })

  it('have unique titles', () => {
    expect(repeated(requirements.map(({ title }) => title))).toEqual([])
  })

  it.each(suiteNames)('of the suite %s begin with its name', (suite) => {
    const list = requirementsBySuite[suite]
    expect(list.length).toBeGreaterThan(0)
    for (const { id } of list) expect(id.split('.')[0]).toBe(prefixOf(suite))
  })

  it('are listed once each by suite and as a whole', () => {
    expect(requirements.length).toBe(
      Object.values(requirementsBySuite).reduce((sum, list) => sum + list.length, 0),
    )
  })

  describe.each(requirements.map((requirement) => [requirement.id, requirement] as const))(
    '%s',
    (id, requirement) => {
      it('is written by the rules', () => {
        const { title, section, at, dependsOn = [], unobservable, ruling, field } = requirement
        expect(id).toMatch(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*){1,3}$/)
        expect(title.length).toBeLessThanOrEqual(90)
        // Titles tell in the present tense what a conforming registry does.
        expect(title).toMatch(/^[a-z]+s\b|^never /)
        expect(title).not.toMatch(/\b(should|must|may|shall)\b/i)
        expect(title).not.toMatch(/[.\s]$/)
        expect(section).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        expect(Object.keys(at).length).toBeGreaterThan(0)
        for (const text of [unobservable, ruling, field])
          if (text !== undefined) expect(text).toMatch(/^\S.*[.:]$/s)
        for (const base of dependsOn) expect(byId.has(base), base).toBe(true)
        expect(repeated(dependsOn)).toEqual([])
        expect(circle(requirement)).toEqual([])
      })

      it('points at lines of each version that has it, and at those that it builds on', () => {
        for (const version of specVersions) {
          const statement = requirement.at[version]
          if (!statement) continue
          for (const place of statement.places) {
            expect(parsePlace(place, specification).line).toBeGreaterThan(0)
            expect(linkTo(place, specification, version)).toMatch(
              /^https:\/\/github\.com\/opencontainers\/distribution-spec\/blob\/(v1\.0\.1|v1\.1\.1|[0-9a-f]{40})\/[\w./-]+\.md\?plain=1#L\d+$/,
            )
          }
          // The first place is the one that is linked; naming it again says nothing.
          expect(repeated(statement.places.map(String))).toEqual([])
        }
      })
    },
  )
})
