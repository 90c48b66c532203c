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
import { violation } from './findings.ts'

const error = (...errors: unknown[]) => exchangeOf(json({ errors }, { status: 404 }))
const unlisted = (code: string) => violation({ title: code, expected: listedCodes, received: code })

describe('a finding about the type of an error', () => {
  it('shows the other type', () => {
    const expected = ['Content-Type: application/json']
    const headers = { 'Content-Type': 'text/plain' }
    expect(isLabelledRightly(exchangeOf({ status: 404, body: '{}', headers }))).toEqual(
      violation({ expected, received: 'text/plain' }),
    )
    expect(isLabelledRightly(exchangeOf({ status: 404, body: '{}' }))).toEqual(violation({ expected }))
  })

  it('shows the length of an empty body', () => {
    expect(isLabelledRightly(exchangeOf(json({}, { status: 404, body: '' })))).toEqual(
      violation({ received: 'application/json, 0 bytes' }),
    )
    expect(isLabelledRightly(exchangeOf(json({}, { status: 404, body: 'x' })))).toEqual(
      violation({ received: 'application/json' }),
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

describe('a finding about the form of an error', () => {
  it('shows the start of the body', () => {
    const body = `"${'x'.repeat(300)}"`
    expect(hasErrorFormat(exchangeOf({ status: 404, body }))).toEqual(
      violation({ expected: ['{"errors": [{"code": "…", …}]}'], received: body.slice(0, 300) }),
    )
  })

  it('shows an error without a code', () => {
    expect(hasCodes(error({ code: '' }))).toEqual(
      violation({ expected: ['"code": "…"'], received: '{"code":""}' }),
    )
  })

  it('shows a message that is not a string', () => {
    expect(hasReadableMessages(error({ message: [1] }))).toEqual(violation({ received: '[1]' }))
  })
})

describe('a finding about a code', () => {
  it('shows how it is written', () => {
    expect(hasWellFormedCodes(error({ code: 'DENIED' }, { code: 'x-1' }))).toEqual(
      violation({ received: '"code": "x-1"' }),
    )
  })

  it('names the whole list', () => {
    expect(hasListedCodes(error({ code: 'ODD' }))).toEqual(unlisted('ODD'))
    expect(hasListedCodes(error({ code: 'TAG_INVALID' }))).toEqual({
      ...unlisted('TAG_INVALID'),
      severity: 'warn',
    })
  })

  // That there is none, or one of another form, is judged apart.
  it('is absent without a code to judge', () => {
    expect(hasWellFormedCodes(error({ code: '' }, { code: 1 }, {}))).toEqual({ holds: true })
    expect(hasListedCodes(error({ code: '' }, { code: 'x-1' }, { code: ['ODD'] }))).toEqual({ holds: true })
    expect(codesOf(error({ code: ['ODD'] }, {}))).toEqual([])
  })

  it('names all codes that were found', () => {
    const judge = namesCode('NAME_UNKNOWN', 'MANIFEST_UNKNOWN')
    const expected = ['NAME_UNKNOWN', 'MANIFEST_UNKNOWN']
    expect(judge(error({ code: 'DENIED' }, { code: 'ODD' }))).toEqual(
      violation({ expected, received: 'DENIED, ODD' }),
    )
    expect(judge(error())).toEqual(violation({ expected }))
  })

  it('missing content has one code, and one more in 1.0', () => {
    expect(missingContentCodes('1.0')).toEqual(['BLOB_UNKNOWN', 'MANIFEST_BLOB_UNKNOWN'])
    expect(missingContentCodes('1.1')).toEqual(['MANIFEST_BLOB_UNKNOWN'])
  })
})
