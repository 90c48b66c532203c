import { describe, expect, it } from 'vitest'
import { violated, holds } from '../../../../../src/engine/judgement.ts'
import { NotEvaluated } from '../../../../../src/engine/record.ts'
import {
  answerOf,
  answers,
  arrives,
  formatRequest,
  each,
  foundAt,
  isConnectionError,
  jsonOf,
  returnsBytes,
  sends,
  sendsIfAny,
  sendsValue,
  succeeded,
  summarizeResponse,
} from '../../../../../suites/distribution/judges/response.ts'
import { refuses } from '../../../../../suites/distribution/judges/refusal.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases, json } from './verdict.ts'

const status = (value: number): Answer => ({ status: value })
const lost: Answer = { error: { code: 'reset', message: 'closed the connection' } }
const late: Answer = { error: { code: 'timeout', message: 'took too long' } }
const a = (...values: string[]): Answer => ({ headers: values.map((value) => ['A', value] as const) })

describe('answerOf', () => {
  it('is the response', () => expect(answerOf(exchangeOf(status(204))).status).toBe(204))
  it('evaluates nothing where none arrived', () =>
    expect(() => answerOf(exchangeOf(lost))).toThrowError(NotEvaluated))
})

it.each([
  [199, false],
  [200, true],
  [299, true],
  [300, false],
])('%i is a success: %s', (code, wanted) => expect(succeeded(exchangeOf(status(code)))).toBe(wanted))

cases('answers', answers('it', 200, 202), [
  [status(200), 'holds'],
  [status(202), 'holds'],
  [status(201), 'violated'],
  [status(500), 'violated'],
])

cases('refuses', refuses('it', { right: [404, 400] }), [
  [status(404), 'holds'],
  [status(400), 'holds'],
  [status(405), 'warns'],
  [status(200), 'violated'],
  [status(302), 'violated'],
  [status(500), 'violated'],
])

cases('refuses, where few are warned of', refuses('it', { right: [404], warned: [405] }), [
  [status(404), 'holds'],
  [status(405), 'warns'],
  [status(400), 'violated'],
])

cases(
  'sends',
  sends('A', 'a digit', (value) => /^\d$/.test(value)),
  [
    [a('1'), 'holds'],
    [{ headers: { a: '1' } }, 'holds'],
    [a('1', '1'), 'holds'],
    [a('1', '2'), 'violated'],
    [a('x'), 'violated'],
    [{}, 'violated'],
  ],
)

const lines = (name: string, ...values: string[]): Answer => ({
  headers: values.map((value) => [name, value] as const),
})

describe.each(['WWW-Authenticate', 'Link', 'Warning', 'OCI-Tag', 'OCI-Filters-Applied', 'Vary', 'Allow'])(
  'sends %s',
  (name) => {
    cases('in several lines', sends(name, 'a list'), [
      [lines(name, 'a'), 'holds'],
      [lines(name, 'a', 'b'), 'holds'],
      [lines(name.toLowerCase(), 'a', 'b', 'c'), 'holds'],
      [lines(name), 'violated'],
    ])
    cases('as one list', sendsValue(name, 'a, b'), [
      [lines(name, 'a', 'b'), 'holds'],
      [lines(name, 'b', 'a'), 'violated'],
    ])
  },
)

describe.each(['Location', 'Retry-After', 'Content-Type', 'Docker-Content-Digest', 'OCI-Subject'])(
  'sends %s',
  (name) => cases('once', sends(name, 'one value'), [[lines(name, 'a', 'b'), 'violated']]),
)

cases('sends anything', sends('A', 'something'), [
  [a('x'), 'holds'],
  [a(''), 'violated'],
])

cases('sendsValue', sendsValue('A', 'x'), [
  [a('x'), 'holds'],
  [a('X'), 'violated'],
])

cases(
  'sendsIfAny',
  sendsIfAny('A', 'x', (value) => value === 'x'),
  [
    [{}, 'holds'],
    [a('x'), 'holds'],
    [a('y'), 'violated'],
  ],
)

cases('returnsBytes', returnsBytes('it', { sha256: exchangeOf({ body: 'x' }).response?.body.sha256 ?? '' }), [
  [{ body: 'x' }, 'holds'],
  [{ body: 'y' }, 'violated'],
])

cases('each', each(answers('it', 200), sends('A', 'something')), [
  [a('x'), 'holds'],
  [{}, 'violated'],
  [{ ...a('x'), status: 404 }, 'violated'],
])

cases('arrives', arrives('it', answers('it', 200)), [
  [status(200), 'holds'],
  [status(404), 'violated'],
  [lost, 'violated'],
])

it('only a connection error counts as one', () => {
  expect(isConnectionError(exchangeOf(lost))).toBe(true)
  expect(isConnectionError(exchangeOf(late))).toBe(false)
  expect(() => arrives('it', () => holds())(exchangeOf(late))).not.toThrow()
  expect(arrives('it', () => violated('a', 'b', 'c'))(exchangeOf(late))).toMatchObject({ title: 'a' })
})

describe('what is summarizeResponse', () => {
  it.each<[Answer, string]>([
    [status(404), '404'],
    [json({ a: 1 }, { status: 404 }), '404 {"a":1}'],
    [json({ a: 1 }), '200 application/json: {"a":1}'],
    [{ status: 500, headers: { 'Content-Type': 'text/html' }, body: '<p>' }, '500 text/html: <p>'],
  ])('%o: %s', (answer, wanted) => expect(summarizeResponse(exchangeOf(answer))).toBe(wanted))

  it('names what was formatRequest without the host', () => {
    expect(formatRequest(exchangeOf({ method: 'PUT', path: '/v2/a?b=c' }))).toBe('PUT /v2/a')
  })
})

it.each<[string | Uint8Array, unknown]>([
  ['{"a":1}', { a: 1 }],
  ['null', null],
  ['', undefined],
  ['{', undefined],
  [Uint8Array.from([0x22, 0xff, 0x22]), undefined],
])('JSON of %o: %o', (body, wanted) => expect(jsonOf(exchangeOf({ body }))).toEqual(wanted))

it.each<[string, Answer, string]>([
  ['a status', { status: 404, path: '/2' }, '404'],
  [
    'a host that nobody knows',
    { error: { code: 'refused', message: 'nobody there' }, path: '/2' },
    'http://registry.example/2: nobody there',
  ],
  [
    'a connection that breaks each time',
    { error: { code: 'reset', message: 'closed' } },
    'http://registry.example/v2/: closed',
  ],
])('describes what is found at a URL: %s', (_, answer, expected) => {
  expect(foundAt(exchangeOf(answer))).toBe(expected)
})

it('does not hold against a URL that time was over', () => {
  expect(() => foundAt(exchangeOf({ error: { code: 'timeout', message: 'no answer in 5 s' } }))).toThrow(
    NotEvaluated,
  )
})
