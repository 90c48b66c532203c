import { describe, expect, it } from 'vitest'
import { attack } from '../../../../attack.ts'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import { secretsOf } from '../../../../../src/registry/auth/credentials.ts'
import { basic } from '../../../../../src/registry/transport/basic.ts'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { bodyRecord, recordOf } from '../../../../../src/registry/record/exchange-record.ts'
import { createRecorder } from '../../../../../src/registry/record/recorder.ts'
import { createRedactor } from '../../../../../src/registry/record/redaction/redactor.ts'

const password = 'p@ss "wörd"/+'

describe('the redactor', () => {
  it.each([
    ['as it is', password],
    ['in a URL', encodeURIComponent(password)],
    ['in a form', new URLSearchParams({ a: password }).toString().slice(2)],
    ['in JSON', JSON.stringify(password).slice(1, -1)],
    ['in base64', Buffer.from(password).toString('base64')],
    ['in base64 without padding', Buffer.from(password).toString('base64').replace(/=+$/, '')],
    ['in base64url', Buffer.from(password).toString('base64url')],
  ])('finds a secret %s, wherever it is', (_, spelling) => {
    const redactor = createRedactor([password])
    expect(redactor.text(`a ${spelling} b`)).not.toContain(spelling)
    expect(redactor.url(`https://h/${spelling}/x`)).toBe('https://h/***/x')
    expect(redactor.headers([['X-Any', `a ${spelling}`]])).toEqual([['X-Any', 'a ***']])
    expect(Buffer.from(redactor.bytes(Buffer.from(`\u00ff${spelling}`))).toString()).not.toContain(spelling)
  })

  it('masks a header field that it has shown before its value became known as a secret', () => {
    const redactor = createRedactor()
    expect(redactor.headers([['X-Any', password]])).toEqual([['X-Any', password]])
    redactor.addSecret(password)
    expect(redactor.headers([['X-Any', password]])).toEqual([['X-Any', '***']])
  })

  it.each([
    ['Authorization', 'Bearer abc.def', 'Bearer ***'],
    ['authorization', 'Basic bWU6eA==', 'Basic ***'],
    ['Authorization', 'lonely', '***'],
    ['Proxy-Authorization', 'Basic bWU6eA==', 'Basic ***'],
    ['Cookie', 'a=1; b=2', 'a=***; b=***'],
    ['Set-Cookie', 'session=abc; Path=/; HttpOnly', 'session=***; Path=/; HttpOnly'],
    ['X-Registry-Auth', 'e30=', '***'],
    [
      'Location',
      'https://s3.example/b?X-Amz-Signature=0a&X-Amz-Date=d&x-amz-credential=k',
      'https://s3.example/b?X-Amz-Signature=***&X-Amz-Date=d&x-amz-credential=***',
    ],
    [
      'Location',
      '/v2/a/blobs/uploads/1?_state=abc&digest=sha256:0',
      '/v2/a/blobs/uploads/1?_state=abc&digest=sha256:0',
    ],
    ['Link', '<https://x/?sig=abc>; rel="next"', '<https://x/?sig=***>; rel="next"'],
    [
      'WWW-Authenticate',
      'Bearer realm="https://a/token?service=x"',
      'Bearer realm="https://a/token?service=x"',
    ],
    ['Docker-Content-Digest', 'sha256:abc', 'sha256:abc'],
  ])('masks %s: %s', (name, value, masked) => {
    expect(createRedactor().headers([[name, value]])).toEqual([[name, masked]])
  })

  const fields: readonly [string, (secret: string) => string][] = [
    ['Set-Cookie', (secret: string) => `Basic ${secret}`],
    ['Set-Cookie', (secret: string) => `${secret}=a; Path=/${secret}`],
    ['Cookie', (secret: string) => `${secret}=1; b=2`],
    ['Authorization', (secret: string) => `${secret} abc`],
    ['X-Any', (secret: string) => `?${secret}=1&token=${secret}`],
  ]
  const what = `a secret in ${[...new Set(fields.map(([name]) => name))].join(', ')}, where none is expected`
  attack(
    { part: 'Secrets', what, result: 'masked by value, also where part of it looks like a parameter' },
    () => {
      for (const [name, valueOf] of fields) {
        // Part of it looks like a parameter, or like the end of a name.
        for (const secret of [
          'abcdefgh',
          'abcd&token=efgh',
          'abcd=efgh',
          Buffer.from('u:p-abcdef').toString('base64'),
        ]) {
          const [[, value] = []] = createRedactor([secret]).headers([[name, valueOf(secret)]])
          for (const part of secret.split(/[&=]+(?:token=)?/).filter(Boolean))
            expect(value).not.toContain(part)
        }
      }
    },
  )

  it.each([
    ['the whole value of Authorization', (value: string) => value],
    ['the beginning of it, cut off', (value: string) => `4 bytes: ${value.slice(0, 64)}…`],
    ['a field with the beginning of it, cut off', (value: string) => `${value.slice(0, 24)}…`],
  ])('masks in hexadecimal %s', (_, shownAs) => {
    const credentials = { username: 'user', password: 'pass-word-of-some-length-0123456789' }
    const redactor = createRedactor(secretsOf(credentials))
    for (const secret of [basic(credentials.username, credentials.password).slice(6), credentials.password]) {
      const hex = Buffer.from(secret).toString('hex')
      expect(redactor.text(shownAs(hex))).not.toContain(hex.slice(0, 8))
    }
  })

  it.each([
    ['{"token":"abc","expires_in":300}', '{"token":"***","expires_in":300}'],
    ['{"access_token" : "a\\"b", "x":1}', '{"access_token" : "***", "x":1}'],
    ['grant_type=password&password=abc&service=x', 'grant_type=password&password=***&service=x'],
    ['refresh_token=abc', 'refresh_token=***'],
    [
      '{"errors":[{"code":"UNAUTHORIZED","detail":null}]}',
      '{"errors":[{"code":"UNAUTHORIZED","detail":null}]}',
    ],
    ['{"schemaVersion":2,"annotations":{"a":"b"}}', '{"schemaVersion":2,"annotations":{"a":"b"}}'],
  ])('masks in a body: %s', (text, masked) => {
    expect(createRedactor().text(text)).toBe(masked)
  })

  it('does not look for values that are in every text', () => {
    expect(createRedactor(['', 'a', 'abc']).text('abc a b c')).toBe('abc a b c')
  })

  it.each([
    ['the pair', `me:${password}`],
    ['more, in base64', Buffer.from(`{"a":"x${password}y"}`).toString('base64')],
    ['hexadecimal', Buffer.from(password).toString('hex').toUpperCase()],
    ['JSON in JSON', JSON.stringify(JSON.stringify(password)).slice(3, -3)],
    ['JSON in a URL', encodeURIComponent(JSON.stringify(password).slice(1, -1))],
    ['a URL in a URL', encodeURIComponent(encodeURIComponent(password))],
    ['HTML', password.replaceAll('"', '&#34;').replaceAll('ö', '&ouml;').replace('&ouml;', '&#xf6;')],
    ['what cannot be printed as escapes', password.replace('ö', '\\xc3\\xb6').replaceAll('"', '\\"')],
  ])('finds a secret within %s', (_, spelling) => {
    const redactor = createRedactor([password])
    const masked = redactor.text(`a ${spelling} b`)
    expect(masked).toMatch(/^a .*\*\*\*.* b$/)
    expect(masked).not.toContain(spelling.slice(4, -4))
    expect(redactor.text(masked)).toBe(masked)
  })

  it.each([
    ['400: the password secret-pa…', '400: the password ***…'],
    ['received "secret-pass"… (9 more)', 'received "***"… (9 more)'],
    ['a bearer c2VjcmV0LX…', 'a bearer ***…'],
    ['nothing of it… and this secret-pa', 'nothing of it… and this secret-pa'],
  ])('masks what a cut has left of a secret: %s', (text, masked) => {
    expect(createRedactor(['secret-password']).text(text)).toBe(masked)
  })

  it.each([
    ['admin', 'ask admin, or "admin".', 'ask ***, or "***".'],
    ['admin', 'administrator, x-admin, admin.example', 'administrator, x-admin, admin.example'],
    ['1234', 'sha256:ab1234cd and 1234', 'sha256:ab1234cd and ***'],
    ['a', 'a:a Authorization: Basic YTph', 'a:a Authorization: Basic ***'],
    ['manifests', '/v2/a/manifests/b', '/v2/a/manifests/b'],
    ['team/app', '/v2/team/app/tags/list', '/v2/team/app/tags/list'],
    ['team/app', 'dGVhbS9hcHA=', '***'],
  ])('leaves names and ordinary texts alone where the password is %j', (secret, text, masked) => {
    const redactor = createRedactor([secret], { open: ['http://localhost/', 'team/app'] })
    expect(redactor.text(text)).toBe(masked)
    expect(redactor.caveat()).toBeDefined()
  })

  it('has no caveat for other passwords', () => {
    expect(createRedactor([password, `me:${password}`]).caveat()).toBeUndefined()
  })

  it('takes linear time to look for a secret of many special characters', () => {
    const redactor = createRedactor([
      '\\\\"\\"\\%&"\'/\\"\\\\',
      ...Array.from({ length: 40 }, (_, at) => `${'t'.repeat(3000)}${at}`),
    ])
    const hostile = ['\\', '%5C', '&amp;', '\\"', 't', '%25'].map((each) => each.repeat(20_000))
    const start = performance.now()
    for (const text of hostile) redactor.text(text)
    expect(performance.now() - start).toBeLessThan(4000)
  })

  it('masks the longer of two secrets first', () => {
    expect(createRedactor(['secret', 'secret-and-more']).text('secret-and-more')).toBe('***')
  })

  it('returns the same bytes where nothing is secret', () => {
    const bytes = Buffer.from([0, 255, 128, 10])
    expect(createRedactor(['secret']).bytes(bytes)).toBe(bytes)
  })
})

describe('a body in a record', () => {
  const redactor = createRedactor(['the-secret'])

  it('is text where it is UTF-8, else base64', () => {
    expect(bodyRecord(bodyOf(Buffer.from('grün')), redactor, 100)).toMatchObject({
      size: 5,
      text: 'grün',
      truncated: false,
    })
    expect(bodyRecord(bodyOf(Buffer.from([255, 0])), redactor, 100)).toMatchObject({
      size: 2,
      base64: '/wA=',
    })
  })

  it('is cut between characters', () => {
    expect(bodyRecord(bodyOf(Buffer.from('aaü€x')), redactor, 6)).toMatchObject({
      text: 'aaü',
      truncated: true,
      size: 8,
    })
  })

  it('does not show half a secret at the cut', () => {
    const { text } = bodyRecord(bodyOf(Buffer.from('0123456789the-secret')), redactor, 14)
    expect(text).toBe('0123456789***')
  })

  it('has no digest from which a secret could be guessed', () => {
    const body = bodyOf(Buffer.from('password=abc'))
    expect(bodyRecord(body, redactor, 100).sha256).not.toBe(body.sha256)
    const harmless = bodyOf(Buffer.from('harmless'))
    expect(bodyRecord(harmless, redactor, 100).sha256).toBe(harmless.sha256)
  })
})

const exchange = (id: number): Exchange => ({
  id,
  request: { method: 'PUT', url: 'http://h/', headers: [], body: bodyOf(Buffer.alloc(50_000, 'x')) },
  response: { status: 201, headers: [], body: bodyOf(new Uint8Array()) },
  via: [],
  startedAt: 1.6,
  duration: 2.345,
})

describe('the recorder', () => {
  it('numbers exchanges from 1, and exchanges in their order without the weight of their bodies', () => {
    const recorder = createRecorder()
    const [first, second] = [recorder.nextId(), recorder.nextId()]
    recorder.record(exchange(second))
    recorder.record(exchange(first))
    expect(recorder.exchanges().map(({ id }) => id)).toEqual([1, 2])
    expect(recorder.exchanges()[0]?.request.body).toMatchObject({ size: 50_000, truncated: true })
    expect(recorder.exchanges()[0]?.request.body?.bytes.length).toBe(16 * 1024)
  })

  it('calls its listeners, until they are removed', () => {
    const recorded: number[] = []
    const recorder = createRecorder({ onExchange: ({ id }) => void recorded.push(id) })
    const leave = recorder.watch(({ id }) => void recorded.push(-id))
    recorder.record(exchange(1))
    leave()
    recorder.record(exchange(2))
    expect(recorded).toEqual([1, -1, 2])
  })

  it('makes records that survive JSON', () => {
    const record = recordOf(exchange(1), createRedactor())
    expect(JSON.parse(JSON.stringify(record))).toEqual(record)
    expect(record).toMatchObject({ kind: 'exchange', startedAt: 1.6, duration: 2.3 })
  })
})
