import { describe, expect, it } from 'vitest'
import {
  codesOf,
  hasCodes,
  hasErrorFormat,
  hasJsonError,
  hasListedCodes,
  hasReadableMessages,
  hasWellFormedCodes,
  isLabelledRightly,
  listedCodes,
  missingContentCodes,
  namesCode,
} from '../../../../../suites/distribution/judges/error-body.ts'
import { exchangeOf } from '../exchange.ts'
import { json } from './verdict.ts'
import { broken } from './words.ts'

const error = (...errors: unknown[]) => exchangeOf(json({ errors }, { status: 404 }))
const unlisted = (code: string) =>
  broken(`sends the error code ${code}, which is not listed`, listedCodes, code)

describe('the words about the type of an error', () => {
  it('name the other type, or that there is none', () => {
    const title = 'sends a JSON error under another type'
    const expected = ['Content-Type: application/json']
    const headers = { 'Content-Type': 'text/plain' }
    expect(isLabelledRightly(exchangeOf({ status: 404, body: '{}', headers }))).toEqual(
      broken(title, expected, 'text/plain'),
    )
    expect(isLabelledRightly(exchangeOf({ status: 404, body: '{}' }))).toEqual(
      broken(title, expected, 'no Content-Type'),
    )
  })

  it('tell an empty body from one of another form', () => {
    expect(isLabelledRightly(exchangeOf(json({}, { status: 404, body: '' })))).toEqual(
      broken(
        'labels an empty error body as JSON',
        ['a JSON body', 'no JSON type'],
        'application/json, 0 bytes',
      ),
    )
    expect(isLabelledRightly(exchangeOf(json({}, { status: 404, body: 'x' })))).toEqual(
      broken(
        'labels an error body as JSON that is none',
        ['a JSON body', 'another type'],
        'application/json',
      ),
    )
  })
})

it.each([
  [399, false],
  [400, true],
  [499, true],
  [500, false],
])('a %i may be an error: %s', (status, wanted) =>
  expect(hasJsonError(exchangeOf(json({}, { status })))).toBe(wanted),
)

describe('the words about the form of an error', () => {
  it('show the start of the body', () => {
    const body = `"${'x'.repeat(300)}"`
    expect(hasErrorFormat(exchangeOf({ status: 404, body }))).toEqual(
      broken(
        'answers an error with JSON of another form',
        ['{"errors": [{"code": "…", …}]}'],
        body.slice(0, 300),
      ),
    )
  })

  it('show an error without a code', () => {
    expect(hasCodes(error({ code: '' }))).toEqual(
      broken('sends an error without a code', ['"code": "…"'], '{"code":""}'),
    )
  })

  it('show a message that is no string', () => {
    expect(hasReadableMessages(error({ message: [1] }))).toEqual(
      broken('sends an error message that is not a string', ['a string'], '[1]'),
    )
  })
})

describe('the words about a code', () => {
  it('show how it is written', () => {
    expect(hasWellFormedCodes(error({ code: 'DENIED' }, { code: 'x-1' }))).toEqual(
      broken('sends the error code x-1', ['a code of upper-case letters and underscores'], '"code": "x-1"'),
    )
  })

  it('name the whole list', () => {
    expect(hasListedCodes(error({ code: 'ODD' }))).toEqual(unlisted('ODD'))
    expect(hasListedCodes(error({ code: 'TAG_INVALID' }))).toEqual({
      ...unlisted('TAG_INVALID'),
      severity: 'warn',
    })
  })

  // That there is none, or one of another form, is judged apart.
  it('are none where there is no code to judge', () => {
    expect(hasWellFormedCodes(error({ code: '' }, { code: 1 }, {}))).toEqual({ holds: true })
    expect(hasListedCodes(error({ code: '' }, { code: 'x-1' }, { code: ['ODD'] }))).toEqual({ holds: true })
    expect(codesOf(error({ code: ['ODD'] }, {}))).toEqual([])
  })

  it('name all that were found, or that there is none', () => {
    const judge = namesCode('NAME_UNKNOWN', 'MANIFEST_UNKNOWN')
    const expected = ['NAME_UNKNOWN', 'MANIFEST_UNKNOWN']
    expect(judge(error({ code: 'DENIED' }, { code: 'ODD' }))).toEqual(
      broken('returns the error as DENIED, ODD', expected, 'DENIED, ODD'),
    )
    expect(judge(error())).toEqual(broken('returns the error as no code', expected, 'no code'))
  })

  it('missing content has one code, and one more in 1.0', () => {
    expect(missingContentCodes('1.0')).toEqual(['BLOB_UNKNOWN', 'MANIFEST_BLOB_UNKNOWN'])
    expect(missingContentCodes('1.1')).toEqual(['MANIFEST_BLOB_UNKNOWN'])
  })
})
