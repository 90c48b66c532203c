import { expect, it } from 'vitest'
import { describeResponse } from '../../../src/reporters/text/response-text.ts'

it.for([
  [
    '500 {"errors":[{"code":"UNKNOWN","message":"unknown error","detail":"no such path"}]}',
    '500 UNKNOWN: unknown error (no such path)',
  ],
  ['404 {"errors":[{"code":"A"},{"code":"B","message":"b"}]}', '404 A; B: b'],
  ['400 {"errors":[{"code":"A","message":"a","detail":{"x":1}}]}', '400 A: a ({"x":1})'],
  ['400 {"errors":[{"code":"A","message":"a","detail":null}]}', '400 A: a'],
  // Anything that is not of the format stays as it came.
  ['404 {"errors":[]}', '404 {"errors":[]}'],
  ['404 {"errors":[{"code":"A","mine":1}]}', '404 {"errors":[{"code":"A","mine":1}]}'],
  ['404 {"errors":[{"code":"A"}],"more":1}', '404 {"errors":[{"code":"A"}],"more":1}'],
  ['404 {"errors":[{"co', '404 {"errors":[{"co'],
  ['404 not found', '404 not found'],
  ['200', '200'],
] as const)('returns %s', ([received, words]) => {
  expect(describeResponse(received)).toBe(words)
})
