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
import { violation } from './findings.ts'

const error = { code: 'reset', message: 'closed the connection' }
const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain' },
  body,
})
const a = (...values: string[]) => exchangeOf({ headers: values.map((value) => ['A', value] as const) })

describe('answerOf', () => {
  it('throws with the request and the reason', () => {
    const lost = exchangeOf({ error })
    expect(() => answerOf(lost)).toThrowError('GET /v2/: closed the connection')
  })

  it('throws for an incomplete response', () => {
    expect(() => answerOf({ ...exchangeOf(), error })).toThrowError(NotEvaluated)
  })

  it('throws without a reason too', () => {
    const { id, request, via, startedAt, duration } = exchangeOf()
    const unanswered: Exchange = { id, request, via, startedAt, duration }
    expect(() => answerOf(unanswered)).toThrowError('GET /v2/: no response')
  })
})

describe('a finding about a status', () => {
  it('names the expected ones', () => {
    expect(answers('it', 200, 202)(exchangeOf({ status: 201 }))).toEqual(
      violation({ expected: ['200', '202'], received: '201' }),
    )
  })

  it.each<[Answer, string]>([
    [text(399, 'moved'), '399 text/plain: moved'],
    [text(400, ' bad\n'), '400 bad'],
    [text(404, ''), '404'],
    [text(404, ' \n'), '404'],
    [text(404, 'x'.repeat(301)), `404 ${'x'.repeat(300)}`],
    [{ status: 404, body: 'x' }, '404: x'],
  ])('shows a body where it adds something: %o', (answer, wanted) =>
    expect(summarizeResponse(exchangeOf(answer))).toBe(wanted),
  )
})

describe('a finding about a header field', () => {
  const judge = sends('A', 'a digit', (value) => /^\d$/.test(value))

  it('shows repeated and other values', () => {
    expect(judge(a())).toEqual(violation({ expected: ['A: a digit'] }))
    expect(judge(a('1', '2'))).toEqual(violation({ expected: ['A: a digit'], received: '1 | 2' }))
    expect(judge(a('x'))).toEqual(violation({ expected: ['A: a digit'], received: 'A: x' }))
  })
})

describe('a finding about bytes', () => {
  const sha256 = `sha256:${'0'.repeat(64)}`
  const answer = exchangeOf({ body: 'abc' })
  const received = '3 bytes of sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

  it('names the size where it is known', () => {
    expect(returnsBytes('a blob', { size: 5, sha256 })(answer)).toEqual(
      violation({ expected: [`5 bytes of ${sha256}`], received }),
    )
    expect(returnsBytes('a blob', { sha256 })(answer)).toEqual(violation({ expected: [sha256], received }))
  })
})

describe('a finding about a connection', () => {
  const judge = arrives('a long name', () => holds())

  it('names the status of an incomplete response', () => {
    expect(judge(exchangeOf({ error }))).toEqual(violation())
    expect(judge({ ...exchangeOf({ status: 201 }), error })).toEqual(violation({ title: '201' }))
  })

  it('names the URL that leads nowhere', () => {
    const refused = { code: 'refused', message: 'nobody listens' }
    expect(foundAt(exchangeOf({ error: refused }))).toBe('http://registry.example/v2/: nobody listens')
    expect(foundAt(exchangeOf(text(404, 'gone')))).toBe('404 gone')
  })
})
