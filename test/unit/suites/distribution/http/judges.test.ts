import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  acceptsForm,
  acceptsIdentityAlone,
  decodesTo,
  ignoresRange,
  isUnencoded,
} from '../../../../../suites/distribution/http/judges.ts'
import type { Judgement } from '../../../../../src/engine/judgement.ts'
import { digestOf } from '../../../../../src/content/digest.ts'
import { headerIs } from '../../../../../src/registry/reproduce/condition.ts'
import type { Headers } from '../../../../../src/registry/record/exchange.ts'
import { observe } from '../../../../../suites/distribution/model/observe.ts'
import { exchangeOf } from '../exchange.ts'
import { cases } from '../judges/verdict.ts'

const bytes = new TextEncoder().encode('{"a":1}')
const coded = (coding: string, body: string | Uint8Array) => ({
  headers: { 'Content-Encoding': coding },
  body,
})

cases('decodesTo', decodesTo('a manifest', digestOf(bytes)), [
  [{ body: bytes }, 'holds'],
  [coded('identity', bytes), 'holds'],
  [coded('gzip', gzipSync(bytes)), 'holds'],
  [coded('X-GZIP', gzipSync(bytes)), 'holds'],
  [{ body: gzipSync(bytes) }, 'violated'],
  [coded('gzip', bytes), 'violated'],
  [coded('gzip', gzipSync(gzipSync(bytes))), 'violated'],
  [coded('gzip', gzipSync('{"a":2}')), 'violated'],
  [coded('br', bytes), 'violated'],
  [coded('gzip, gzip', gzipSync(gzipSync(bytes))), 'violated'],
])

cases('decodesTo, of a sha512 digest', decodesTo('a manifest', digestOf(bytes, 'sha512')), [
  [coded('gzip', gzipSync(bytes)), 'holds'],
  [coded('gzip', gzipSync('{"a":2}')), 'violated'],
])

it('names the coding that was not accepted, and what would have been', () => {
  const judgement = decodesTo('it', digestOf(bytes))(exchangeOf(coded('gzip, br', bytes)))
  expect(judgement).toMatchObject({
    title: 'returned it in a coding that the client does not accept',
    received: 'Content-Encoding: gzip, br',
    conditions: [headerIs('Content-Encoding', { is: ['gzip', 'x-gzip', 'identity'], optional: true })],
  })
})

it('distinguishes other content from what is not gzip', () => {
  const received = (body: Uint8Array) => {
    const judgement = decodesTo('it', digestOf(bytes))(exchangeOf(coded('gzip', body)))
    return judgement.holds ? undefined : judgement.received
  }
  expect(received(gzipSync('{"a":2}'))).toBe(digestOf(new TextEncoder().encode('{"a":2}')))
  expect(received(bytes)).toMatch(/what is not gzip/)
})

cases('isUnencoded', isUnencoded, [
  [{ body: bytes }, 'holds'],
  [coded('identity', bytes), 'holds'],
  [coded(' , ', bytes), 'holds'],
  [coded('gzip', gzipSync(bytes)), 'violated'],
])

it('names the coding of content that was to have none', () => {
  expect(isUnencoded(exchangeOf(coded('GZIP, br', bytes)))).toMatchObject({
    title: 'returned content with the encoding gzip, br to a client that accepts only identity',
    received: 'Content-Encoding: gzip, br',
    conditions: [headerIs('Content-Encoding', { is: ['identity'], optional: true })],
  })
})

cases('ignoresRange', ignoresRange('a blob'), [
  [{ status: 200 }, 'holds'],
  [{ status: 206 }, 'violated'],
  [{ status: 416 }, 'violated'],
  [{ status: 500 }, 'violated'],
])

cases('acceptsForm', acceptsForm('a chunk without Content-Length', 411), [
  [{ status: 201 }, 'holds'],
  [{ status: 411 }, 'notes'],
  [{ status: 400 }, 'violated'],
  [{ status: 502 }, 'violated'],
])

const severity = (judgement: Judgement) => (judgement.holds ? undefined : judgement.severity)

// Where no MUST is violated, it is not more than a warning of the recommendation.
it('fails where content is lost, and not where a form is not taken', () => {
  expect(severity(decodesTo('it', digestOf(bytes))(exchangeOf({ body: gzipSync(bytes) })))).toBe('fail')
  expect(severity(decodesTo('it', digestOf(bytes))(exchangeOf(coded('br', bytes))))).toBeUndefined()
  expect(severity(ignoresRange('it')(exchangeOf({ status: 206 })))).toBeUndefined()
  expect(severity(ignoresRange('it')(exchangeOf({ status: 416 })))).toBe('fail')
  expect(severity(acceptsForm('it', 411)(exchangeOf({ status: 400 })))).toBeUndefined()
  expect(severity(acceptsForm('it', 411)(exchangeOf({ status: 500 })))).toBe('fail')
})

/** An exchange whose request has these fields. */
const sent = (method: string, headers: Headers, status = 200) => {
  const exchange = exchangeOf({ method, status, path: `/v2/one/blobs/${digestOf(bytes)}` })
  return { ...exchange, request: { ...exchange.request, headers } }
}

describe('the model', () => {
  it.each([
    ['HEAD', 'Range', 'bytes=0-0', 206, 0],
    ['GET', 'Range', 'bytes=0-0', 206, 1],
    ['GET', 'Accept-Encoding', 'gzip', 200, 0],
    ['GET', 'Accept-Encoding', 'identity', 200, 1],
  ] as const)('reads %s with %s: %s', (method, name, value, status, count) => {
    expect(observe([sent(method, [[name, value]], status)], new Map())).toHaveLength(count)
  })
})

it('takes identity for what accepts no other coding', () => {
  expect(acceptsIdentityAlone(sent('GET', [['Accept-Encoding', 'identity']]))).toBe(true)
  expect(acceptsIdentityAlone(sent('GET', [['Accept-Encoding', 'gzip']]))).toBe(false)
})
