import { describe, expect, it } from 'vitest'
import { requirements, requirementsBySuite } from '../../../suites/image/requirements.ts'
import { specification } from '../../../suites/image/specification.ts'
import { lintRequirements } from '../lint-requirements.ts'

describe('requirements of the image specification', () => {
  lintRequirements({ specification, requirements, requirementsBySuite, prefixOf: (suite) => suite })

  // The texts are many, so a place without a file would point into the wrong one.
  it('name the file in each place', () => {
    const places = requirements.flatMap(({ at }) => Object.values(at).flatMap(({ places }) => places))
    expect(places.map(String).filter((place) => !/^[a-z-]+\.md#\d/.test(place))).toEqual([])
  })

  // 1.0 knows no artifacts: a suite of statements that it lacks would promise what nobody can judge.
  it('have artifacts from 1.1 on', () => {
    for (const { at } of requirementsBySuite.artifact) expect(Object.keys(at)).toEqual(['1.1', 'dev'])
  })
})
