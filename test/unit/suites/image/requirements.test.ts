import { describe, expect, it } from 'vitest'
import { requirements } from '../../../../suites/image/requirements.ts'
import { specification } from '../../../../suites/image/specification.ts'
import { suites } from '../../../../suites/image/suites.ts'
import { lint } from '../lint.ts'

describe('requirements of the image specification', () => {
  it('are written by the rules', () => {
    expect(lint({ specification, suites, prefixOf: (suite) => suite })).toEqual([])
  })

  // The texts are many, so a place without a file would point into the wrong one.
  it('name the file in each place', () => {
    const places = requirements.flatMap(({ at }) => Object.values(at).flatMap(({ places }) => places))
    expect(places.map(String).filter((place) => !/^[a-z-]+\.md#\d/.test(place))).toEqual([])
  })

  // 1.0 knows no artifacts: a suite of statements that it lacks would promise what cannot be judged.
  it('have artifacts from 1.1 on', () => {
    const artifact = requirements.filter(({ id }) => id.startsWith('artifact.'))
    expect(artifact.filter(({ at }) => Object.keys(at).join() !== '1.1,dev')).toEqual([])
  })
})
