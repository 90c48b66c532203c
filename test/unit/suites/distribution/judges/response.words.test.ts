import { describe, expect, it } from 'vitest'
import { holds } from '../../../../../src/engine/judgement.ts'
import { NotEvaluated } from '../../../../../src/engine/record.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import {
  answerOf,
  answers,
  arrives,
  foundAt,
  returnsBytes,
  sends,
  summarizeResponse,
} from '../../../../../suites/distribution/judges/response.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { broken } from './words.ts'

const error = { code: 'reset', message: 'closed the connection' }
const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain' },
  body,
})
const a = (...values: string[]) => exchangeOf({ headers: values.map((value) => ['A', value] as const) })

describe('answerOf', () => {
  it('says what did not arrive, and why', () => {
    const lost = exchangeOf({ error })
    expect(() => answerOf(lost)).toThrowError('GET /v2/: closed the connection')
  })

  it('takes half an answer for none', () => {
    expect(() => answerOf({ ...exchangeOf(), error })).toThrowError(NotEvaluated)
  })

  it('gets by without a reason', () => {
    const { id, request, via, startedAt, duration } = exchangeOf()
    const unanswered: Exchange = { id, request, via, startedAt, duration }
    expect(() => answerOf(unanswered)).toThrowError('GET /v2/: no response')
  })
})

describe('the words about a status', () => {
  it('name those that are right', () => {
    expect(answers('it', 200, 202)(exchangeOf({ status: 201 }))).toEqual(
      broken('answers 201 to it', ['200', '202'], '201'),
    )
  })

  it.each<[Answer, string]>([
    [text(399, 'moved'), '399 text/plain: moved'],
    [text(400, ' bad\n'), '400 bad'],
    [text(404, ''), '404'],
    [text(404, ' \n'), '404'],
    [text(404, 'x'.repeat(301)), `404 ${'x'.repeat(300)}`],
    [{ status: 404, body: 'x' }, '404: x'],
  ])('show a body where it says more: %o', (answer, wanted) =>
    expect(summarizeResponse(exchangeOf(answer))).toBe(wanted),
  )
})

describe('the words about a header field', () => {
  const judge = sends('A', 'a digit', (value) => /^\d$/.test(value))

  it('tell absence, repetition and another value apart', () => {
    expect(judge(a())).toEqual(broken('sends no A with its 200 to a GET', ['A: a digit'], 'no A header'))
    expect(judge(a('1', '2'))).toEqual(broken('sends A more than once', ['A: a digit'], '1 | 2'))
    expect(judge(a('x'))).toEqual(broken('sends a wrong A', ['A: a digit'], 'A: x'))
  })
})

describe('the words about bytes', () => {
  const sha256 = `sha256:${'0'.repeat(64)}`
  const answer = exchangeOf({ body: 'abc' })
  const received = '3 bytes of sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

  it('name the size where it is known', () => {
    expect(returnsBytes('a blob', { size: 5, sha256 })(answer)).toEqual(
      broken('returns other bytes for a blob', [`5 bytes of ${sha256}`], received),
    )
    expect(returnsBytes('a blob', { sha256 })(answer)).toEqual(
      broken('returns other bytes for a blob', [sha256], received),
    )
  })
})

describe('the words about a connection', () => {
  const judge = arrives('a long name', () => holds())

  it('tell half an answer from none', () => {
    expect(judge(exchangeOf({ error }))).toEqual(
      broken('closes the connection on a long name', ['a whole answer'], 'closed the connection'),
    )
    expect(judge({ ...exchangeOf({ status: 201 }), error })).toEqual(
      broken('breaks off its 201 answer to a long name', ['a whole answer'], 'closed the connection'),
    )
  })

  it('name the URL that leads nowhere', () => {
    const refused = { code: 'refused', message: 'nobody listens' }
    expect(foundAt(exchangeOf({ error: refused }))).toBe('http://registry.example/v2/: nobody listens')
    expect(foundAt(exchangeOf(text(404, 'gone')))).toBe('404 gone')
  })
})
