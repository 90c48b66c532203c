import { describe, expect, it } from 'vitest'
import {
  derived,
  linkTo,
  may,
  must,
  parsePlace,
  should,
  table,
  type ParsedPlace,
  type Place,
} from '../../../src/engine/requirement.ts'
import { lampSpecification } from './fixture.ts'

const file = 'lamp.md'

describe('a place', () => {
  it.each<[Place, ParsedPlace]>([
    [7, { file, line: 7 }],
    [403, { file, line: 403 }],
    ['55', { file, line: 55 }],
    ['bulb.md#55', { file: 'bulb.md', line: 55 }],
    ['403:2', { file, line: 403, words: [2] }],
    ['403:12', { file, line: 403, words: [12] }],
    ['403:1,12,3', { file, line: 403, words: [1, 12, 3] }],
    ['413!', { file, line: 413, plain: true }],
    ['bulb.md#9:1,2', { file: 'bulb.md', line: 9, words: [1, 2] }],
    ['b#9!', { file: 'b', line: 9, plain: true }],
  ])('is taken apart: %s', (place, parsed) =>
    expect(parsePlace(place, lampSpecification)).toStrictEqual(parsed),
  )

  it.each<Place>([
    '',
    '!',
    'x55',
    '55x',
    ' 55',
    '#55',
    'bulb.md#',
    'a#b#5',
    '55:',
    '55:a',
    '55:1,',
    '55:,1',
    '55:1,a',
    '55:1!',
    '55!:1',
    '55!!',
    -5,
    5.5,
  ])('is reported where it is malformed: %j', (place) =>
    expect(() => parsePlace(place, lampSpecification)).toThrow(
      new Error(`malformed place ${JSON.stringify(place)}`),
    ),
  )

  it.each([
    [7, '1.0', 'https://lamp.example/v1/lamp.md?plain=1#L7'],
    ['bulb.md#55:2', '1.1', 'https://lamp.example/v2/bulb.md?plain=1#L55'],
    ['413!', 'dev', 'https://lamp.example/abc/lamp.md?plain=1#L413'],
  ] as const)('is linked at the revision of its version: %s in %s', (place, version, link) =>
    expect(linkTo(place, lampSpecification, version)).toBe(link),
  )
})

describe('a statement', () => {
  it('states its level by a key word that its places claim', () => {
    expect(must(7, '8!')).toStrictEqual({ level: 'MUST', basis: 'stated', places: [7, '8!'] })
    expect(should(7)).toStrictEqual({ level: 'SHOULD', basis: 'stated', places: [7] })
    expect(may(7)).toStrictEqual({ level: 'MAY', basis: 'stated', places: [7] })
  })

  it('is made by a row of a table, whose places claim nothing', () => {
    expect(table('SHOULD', 7, 'bulb.md#8')).toStrictEqual({
      level: 'SHOULD',
      basis: 'table',
      places: ['7!', 'bulb.md#8!'],
    })
  })

  it('follows from the text, and claims only key words that it names', () => {
    expect(derived('MUST', 7, '8:2', 'bulb.md#9:1,2')).toStrictEqual({
      level: 'MUST',
      basis: 'derived',
      places: ['7!', '8:2', 'bulb.md#9:1,2'],
    })
  })
})
