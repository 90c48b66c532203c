import { describe, expect, it } from 'vitest'
import type { Judge } from '../../../../../src/engine/judgement.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { isContentOf } from '../../../../../suites/distribution/judges/digest.ts'
import { describeResponse, isPage } from '../../../../../suites/distribution/judges/received.ts'
import { isReferrersList } from '../../../../../suites/distribution/judges/referrers.ts'
import { refuses } from '../../../../../suites/distribution/judges/refusal.ts'
import {
  answers,
  arrives,
  formatRequest,
  returnsBytes,
} from '../../../../../suites/distribution/judges/response.ts'
import { refusesAnyhow, serves, servesNothing } from '../../../../../suites/distribution/judges/stored.ts'
import { isTagList } from '../../../../../suites/distribution/judges/tags.ts'
import { refusesOddity } from '../../../../../suites/distribution/push/judges/upload.ts'
import { exchangeOf, type Answer } from '../exchange.ts'

const typed = (type: string, body: string | Uint8Array, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': type },
  body,
})

const html = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>…</body></html>'
const page = typed('text/html; charset=utf-8', html)
const sha256 = `sha256:${'0'.repeat(64)}`

describe('a response that was not expected', () => {
  it.each<[Answer, string]>([
    [page, '200 text/html; charset=utf-8: <!DOCTYPE html>'],
    [typed('text/html', '\n\n  <p>Hello\n</p>'), '200 text/html: <p>Hello'],
    [
      typed('application/json', '{\n  "name": "a",\n  "tags": []\n}'),
      '200 application/json: { "name": "a", "tags": [] }',
    ],
    [
      typed('application/vnd.oci.image.index.v1+json', '{}', 201),
      '201 application/vnd.oci.image.index.v1+json: {}',
    ],
    [typed('application/xml', '<Error/>', 403), '403 application/xml: <Error/>'],
    [typed('application/octet-stream', 'abc'), '200 application/octet-stream, 3 bytes'],
    [typed('text/plain', Uint8Array.from([0xff, 0xfe, 0])), '200 text/plain, 3 bytes'],
    [typed('text/plain', 'a\0b'), '200 text/plain, 3 bytes'],
    [typed('text/plain', 'x'.repeat(130)), `200 text/plain: ${'x'.repeat(120)}…`],
    [typed('text/plain', ''), '200 text/plain'],
    [{ status: 204 }, '204'],
    [{ body: 'x' }, '200: x'],
  ])('is described by status, type and first line: %o', (answer, wanted) => {
    expect(describeResponse(exchangeOf(answer).response!)).toBe(wanted)
  })

  it('is described where a character is divided by the limit', () => {
    const long = `${'x'.repeat(4095)}é`
    expect(describeResponse(exchangeOf(typed('text/plain', long)).response!)).toMatch(/^200 text\/plain: xxx/)
  })

  it.each<[Answer, boolean]>([
    [page, true],
    [typed('text/plain', html), true],
    [{ body: '<html>' }, true],
    [typed('application/json', '{}'), false],
    [typed('application/octet-stream', '<svg>'), false],
  ])('is a page for people or not: %o', (answer, wanted) => {
    expect(isPage(exchangeOf(answer).response!)).toBe(wanted)
  })
})

describe('a page with 200 in place of an API response', () => {
  it.each<[string, Judge<Exchange>]>([
    ['a status', answers('it', 404)],
    ['a refusal', refuses('it', { right: [404] })],
    ['any refusal', refusesAnyhow('it')],
    ['nothing', servesNothing('it')],
    ['a whole response', arrives('it', answers('it', 404))],
    ['the refusal of an oddity', refusesOddity('it')],
    ['known bytes', returnsBytes('it', { sha256 })],
    ['content of a digest', isContentOf('it', sha256)],
    ['content', serves('it', sha256)],
    ['a tag list', isTagList],
    ['a referrers list', isReferrersList],
  ])('is shown where %s was expected', (_, judge) => {
    expect(judge(exchangeOf(page))).toMatchObject({
      holds: false,
      received: expect.stringContaining('200 text/html; charset=utf-8: <!DOCTYPE html>'),
    })
  })
})

describe('the name of a request', () => {
  it.each([
    ['http://registry.example/v2/a?b=c#d', 'GET /v2/a'],
    ['https://registry.example', 'GET https://registry.example'],
    ['no address', 'GET no address'],
  ])('of %s is %s', (url, wanted) => {
    const exchange = exchangeOf()
    expect(formatRequest({ ...exchange, request: { ...exchange.request, url } })).toBe(wanted)
  })
})

it('a malformed response is not described as a closed connection', () => {
  const error = { code: 'malformed', message: 'sent a malformed response' }
  expect(arrives('it', answers('it', 200))(exchangeOf({ error }))).toMatchObject({
    title: 'returned a malformed response to it',
    received: 'sent a malformed response',
  })
})
