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
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases, json } from './verdict.ts'

const error = (...errors: unknown[]): Answer => json({ errors }, { status: 404 })
const code = (name: unknown): Answer => error({ code: name, message: 'text' })
const text = { 'Content-Type': 'text/plain' }

describe('hasJsonError', () => {
  it.each<[string, Answer, boolean]>([
    ['an error', code('BLOB_UNKNOWN'), true],
    ['an error under another type', { ...code('BLOB_UNKNOWN'), headers: text }, true],
    ['an error of another form', json({ detail: 'x' }, { status: 400 }), true],
    ['a list', json([], { status: 400 }), true],
    ['a string labelled as JSON', json('x', { status: 400 }), true],
    ['a number by chance', { status: 404, headers: text, body: '404' }, false],
    ['text', { status: 404, headers: text, body: '404 page not found' }, false],
    ['text labelled as JSON', json({}, { status: 404, body: 'not found' }), false],
    ['nothing', json({}, { status: 404, body: '' }), false],
    ['the answer to a HEAD', { ...code('BLOB_UNKNOWN'), method: 'HEAD' }, false],
    ['a success', json({}, { status: 200 }), false],
    ['a failure of the server', { ...code('UNKNOWN'), status: 500 }, false],
  ])('%s', (_, answer, wanted) => expect(hasJsonError(exchangeOf(answer))).toBe(wanted))
})

cases('isLabelledRightly', isLabelledRightly, [
  [code('BLOB_UNKNOWN'), 'holds'],
  [{ ...code('X'), headers: { 'Content-Type': 'application/problem+json; charset=utf-8' } }, 'holds'],
  [{ ...code('X'), headers: text }, 'violated'],
  [{ ...code('X'), headers: {} }, 'violated'],
  [{ status: 404, headers: text, body: 'page not found' }, 'holds'],
  [{ status: 404 }, 'holds'],
  [json({}, { status: 416, body: '' }), 'violated'],
  [json({}, { status: 404, body: '<html>' }), 'violated'],
  [json({}, { status: 404, body: '', method: 'HEAD' }), 'holds'],
])

cases('hasErrorFormat', hasErrorFormat, [
  [code('X'), 'holds'],
  [error({}), 'holds'],
  [error(), 'violated'],
  [error('x'), 'violated'],
  [json({ detail: 'x' }, { status: 404 }), 'violated'],
  [json([{ code: 'X' }], { status: 404 }), 'violated'],
])

cases('hasCodes', hasCodes, [
  [code('x'), 'holds'],
  [error({ message: 'x' }), 'violated'],
  [error({ code: 'X' }, {}), 'violated'],
  [code(404), 'violated'],
  [code(''), 'violated'],
  [json({ detail: 'x' }), 'holds'],
])

cases('hasWellFormedCodes', hasWellFormedCodes, [
  [code('NAME_UNKNOWN'), 'holds'],
  [code('name_unknown'), 'violated'],
  [code('NAME-UNKNOWN'), 'violated'],
  [code('CODE_404'), 'violated'],
  [code(undefined), 'holds'],
])

cases('hasListedCodes', hasListedCodes, [
  ...listedCodes.map((name) => [code(name), 'holds'] as const),
  [code('NOT_FOUND'), 'violated'],
  [error({ code: 'DENIED' }, { code: 'NOT_FOUND' }), 'violated'],
  [code('TAG_INVALID'), 'warns'],
  [code('EXTENSION_UNKNOWN'), 'warns'],
  // Outcome by what looks at the form.
  [code('not found'), 'holds'],
  [code(1), 'holds'],
])

cases('hasReadableMessages', hasReadableMessages, [
  [code('X'), 'holds'],
  [error({ code: 'X' }), 'holds'],
  [error({ code: 'X', message: '' }), 'holds'],
  [error({ code: 'X', message: { text: 'x' } }), 'violated'],
])

cases('namesCode', namesCode('NAME_UNKNOWN', 'NAME_INVALID'), [
  [code('NAME_INVALID'), 'holds'],
  [error({ code: 'DENIED' }, { code: 'NAME_UNKNOWN' }), 'holds'],
  [code('DENIED'), 'violated'],
  [error({}), 'violated'],
  [{ status: 404, body: 'page not found' }, 'holds'],
])

it('the codes of a body are those that are text', () => {
  expect(codesOf(exchangeOf(error({ code: 'A' }, { code: 1 }, {}, { code: 'B' })))).toEqual(['A', 'B'])
  expect(codesOf(exchangeOf({ body: 'x' }))).toEqual([])
})

it('missing content had the code of a blob in 1.0', () => {
  expect(missingContentCodes('1.0')).toContain('BLOB_UNKNOWN')
  expect(missingContentCodes('1.1')).toEqual(['MANIFEST_BLOB_UNKNOWN'])
})
