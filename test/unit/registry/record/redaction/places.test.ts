import { describe, expect, it } from 'vitest'
import { attack } from '../../../../attack.ts'
import {
  maskAddresses,
  maskParameters,
  maskPlaces,
} from '../../../../../src/registry/record/redaction/places.ts'
import {
  maskTokenResponse,
  secretsInTokenResponse,
} from '../../../../../src/registry/record/redaction/token-response.ts'
import { isSecretParameter } from '../../../../../src/registry/record/redaction/parameters.ts'

describe('addresses', () => {
  // Signed URLs as clouds make them: what opens something is masked, what describes it stays.
  it.each([
    [
      'Amazon S3',
      'https://h/b?X-Amz-Algorithm=A&X-Amz-Credential=AKIA&X-Amz-Date=d&X-Amz-Security-Token=t&X-Amz-Signature=f&X-Amz-Other=o',
      'https://h/b?X-Amz-Algorithm=A&X-Amz-Credential=***&X-Amz-Date=d&X-Amz-Security-Token=***&X-Amz-Signature=***&X-Amz-Other=***',
    ],
    [
      'Google Cloud Storage',
      'https://h/b?x-goog-signature=f&x-goog-expires=9&GoogleAccessId=a&Signature=s',
      'https://h/b?x-goog-signature=***&x-goog-expires=9&GoogleAccessId=***&Signature=***',
    ],
    ['Azure', 'https://h/b?sv=1&sp=r&se=2027&sig=a%2Bb%3D', 'https://h/b?sv=1&sp=r&se=2027&sig=***'],
    [
      'CloudFront',
      'https://h/b?Expires=9&Signature=s~&Key-Pair-Id=K&Policy=e__',
      'https://h/b?Expires=9&Signature=***&Key-Pair-Id=***&Policy=***',
    ],
    ['Alibaba', 'https://h/b?OSSAccessKeyId=a&Signature=b', 'https://h/b?OSSAccessKeyId=***&Signature=***'],
    [
      'Tencent',
      'https://h/b?q-sign-time=1;2&q-ak=k&q-signature=s',
      'https://h/b?q-sign-time=***&q-ak=***&q-signature=***',
    ],
    ['Akamai', 'https://h/b?hdnea=exp=1~acl=/*~hmac=ab&__hdn__=x', 'https://h/b?hdnea=***&__hdn__=***'],
    ['Cloudflare', 'https://h/b?verify=1-a%3D', 'https://h/b?verify=***'],
    [
      'a proxy of tokens',
      'https://h/b?jwt=a&auth=b&apiKey=c&client_secret=d',
      'https://h/b?jwt=***&auth=***&apiKey=***&client_secret=***',
    ],
    ['JSON of Go', '{"u":"https://h/b?a=1\\u0026sig=abc"}', '{"u":"https://h/b?a=1\\u0026sig=***"}'],
    ['HTML', '<a href="https://h/b?a=1&amp;sig=abc">', '<a href="https://h/b?a=1&amp;sig=***">'],
    ['a password', 'see http://user:p@ss@host/x and https://h/y', 'see http://***@host/x and https://h/y'],
  ])('of %s', (_, url, masked) => {
    expect(maskParameters(url)).toBe(masked)
    expect(maskParameters(masked)).toBe(masked)
  })

  it.each([
    'https://h/v2/a/blobs/uploads/1?_state=abc&digest=sha256:0&mount=sha256:1&from=b&n=5&last=token',
    'https://h/token?service=h&scope=repository:a:pull&account=me&client_id=oci-assay',
    'https://h/v2/a/referrers/sha256:0?artifactType=application/x&_stateHash=1&design=2&monkey=3',
    'https://h/a/b@sha256:0',
  ])('that open nothing stay: %s', (url) => {
    expect(maskParameters(url)).toBe(url)
    expect(maskAddresses(url)).toBe(url)
  })

  it('take words of a name for what it is, and not parts of words', () => {
    expect(
      ['accessToken', 'access%5Ftoken', 'X-Tos-Credential', 'sign'].map(isSecretParameter),
    ).not.toContain(false)
    expect(['tokenizer', 'keyboard', 'author', 'assign'].map(isSecretParameter)).not.toContain(true)
  })
})

describe('texts', () => {
  it.each([
    ['Authorization: Basic dTpw', 'Authorization: Basic ***'],
    ['{"authorization":"Bearer abc.def"}', '{"authorization":"Bearer ***"}'],
    ['map[Authorization:[Bearer abc]]', 'map[Authorization:[Bearer ***]]'],
    ['got Basic dXNlcjpwYXNz here', 'got Basic *** here'],
    ['a eyJhbGciOiJub.eyJzdWIiOiIx.c2lnbmF0dXJl b', 'a *** b'],
    ['received "{\\"token\\":\\"abc\\"}"', 'received "{\\"token\\":\\"***\\"}"'],
    ['{"auth":"dTpw","identitytoken":"x","name":"y"}', '{"auth":"***","identitytoken":"***","name":"y"}'],
  ])('hide what is secret by its place: %s', (text, masked) => {
    expect(maskPlaces(text)).toBe(masked)
    expect(maskPlaces(masked)).toBe(masked)
  })

  it.each([
    'the registry requires Basic authentication',
    'Bearer realm="https://auth.example/token",service="registry.example"',
    'Authorization: the header is missing',
    '{"token_type":"Bearer","keys":["a"]}',
  ])('stay where nothing is: %s', (text) => {
    expect(maskPlaces(text)).toBe(text)
  })

  attack(
    { part: 'Secrets', what: 'texts made to keep the masking busy', result: 'masking takes linear time' },
    () => {
      const hostile = [
        '"token"'.repeat(20_000),
        '?a=&'.repeat(40_000),
        'Authorization:'.repeat(12_000),
        'https://'.repeat(20_000),
        'eyJeyJ'.repeat(30_000),
        '\\'.repeat(100_000),
        `"token"${' '.repeat(100_000)}`,
        `%3F${'%25'.repeat(60_000)}`,
        '%3Fa%3D'.repeat(30_000),
        '%252525'.repeat(25_000),
        ';a=;'.repeat(40_000),
        '/~a=/'.repeat(30_000),
        '<token>'.repeat(25_000),
        '"a":"'.repeat(30_000),
        '\\"a\\":\\"'.repeat(20_000),
        'authorization: '.repeat(12_000),
        'authorization":"'.repeat(10_000),
        'Authorization: Digest '.repeat(8000),
        `${'x-'.repeat(60_000)}token`,
        'a-'.repeat(80_000),
        'glpat-AKIAghp_'.repeat(10_000),
        '-----BEGIN '.repeat(15_000),
        '/p/'.repeat(40_000),
      ]
      const start = performance.now()
      for (const text of hostile) maskPlaces(text)
      expect(performance.now() - start).toBeLessThan(3000)
    },
  )
})

describe('the answer of a token server', () => {
  const answer = {
    token: 'abc',
    odd: 'def',
    nested: { a: 'b' },
    expires_in: 300,
    issued_at: 'now',
    scope: 's',
    token_type: 'Bearer',
  }
  const bytes = Buffer.from(JSON.stringify(answer))

  attack(
    {
      part: 'Secrets',
      what: 'a token response with unknown members',
      result: 'known members alone are kept',
    },
    () => {
      const masked: unknown = JSON.parse(Buffer.from(maskTokenResponse(bytes) ?? []).toString())
      expect(masked).toEqual({ ...answer, token: '***', odd: '***', nested: '***' })
    },
  )

  it('has secrets that are known from then on', () => {
    const odd = { ...answer, odd: 'session-0123456789-abcdef', service: 'registry.example', user: 'user' }
    const secrets = secretsInTokenResponse(Buffer.from(JSON.stringify(odd)))
    expect(secrets).toEqual(['abc', 'session-0123456789-abcdef'])
  })

  attack(
    {
      part: 'Secrets',
      what: 'a token response with thousands of members that look like secrets',
      result: 'twenty of them are looked for',
    },
    () => {
      const members = Array.from({ length: 5000 }, (_, at) => [`m${at}`, `token-${at}-0123456789-0123456789`])
      const secrets = secretsInTokenResponse(Buffer.from(JSON.stringify(Object.fromEntries(members))))
      expect(secrets.length).toBe(20)
    },
  )

  it.each(['[]', 'no JSON', ''])('is left to the other rules where it is not an object: %j', (text) => {
    expect(maskTokenResponse(Buffer.from(text))).toBeUndefined()
    expect(secretsInTokenResponse(Buffer.from(text))).toEqual([])
  })
})
