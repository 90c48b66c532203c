import * as fc from 'fast-check'

/** Stand for what a request proves, and are replaced by it: a registry may repeat what it was sent. */
const echoes = ['field', 'value', 'pair', 'password', 'percent', 'base64', 'hex'] as const
export type Echo = (typeof echoes)[number]
export const placeholders = /\{(?<name>field|value|pair|password|percent|base64|hex)\}/g

const digest = `sha256:${'a'.repeat(64)}`

/** Pieces that parsers of fields and documents stumble over. */
const pieces: readonly string[] = [
  ['', ' ', '\t', ',', ';', '"', '\\', '<', '>', '=', '%', '%00', '%zz', '%2f..%2f', '*/*', '-', ':'],
  ['\u0080', '\u009b2J', '\u00ff', '::add-mask::x', '::error file=x::y', '<script>alert(1)</script>'],
  [
    '/v2/../../',
    '../..',
    '//',
    '/',
    '?',
    '#',
    '?a=b&c',
    'http://[',
    'http://127.0.0.1:1/x',
    'file:///etc/passwd',
  ],
  ['javascript:alert(1)', 'http://user:word@127.0.0.1:1/', 'sha256:', digest, `sha512:${'b'.repeat(128)}`],
  [
    'bytes=0-1',
    'bytes 0-1/2',
    'bytes */*',
    '0-0',
    '0--1',
    '5-1',
    `0-${'9'.repeat(30)}`,
    '-1',
    '1e309',
    'NaN',
  ],
  [
    'rel="next"',
    '<>; rel=next',
    '</v2/x/tags/list?last=a>; rel="next"',
    '; a'.repeat(1500),
    '<'.repeat(3000),
  ],
  [
    'x'.repeat(5000),
    ' '.repeat(5000),
    '\\'.repeat(3000),
    '"'.repeat(3001),
    ','.repeat(3000),
    '('.repeat(3000),
  ],
  ['Basic', 'Basic realm="x"', 'Bearer realm="/token",service="a",scope="b"', 'Bearer', 'Digest qop=auth'],
  ['Bearer realm="http://127.0.0.1:1/token"', 'Negotiate YQ==', '299 - "x"', '299 a "b" "c"', 'W/"x"', '*'],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 'Sun, 99 Foo 0000', '0', '1', '99999999', 'gzip', 'chunked', 'identity'],
  [
    'application/json',
    'application/vnd.oci.image.index.v1+json; charset=utf-8',
    'multipart/byteranges; boundary=x',
  ],
].flat()

/** One or a few pieces and arbitrary texts one after the other. */
export const texts: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...echoes).map((name) => `{${name}}`),
      fc.constantFrom(...pieces),
      fc.constantFrom(...pieces),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''))

const nested = (depth: number): unknown => {
  let value: unknown = 'x'
  for (let at = 0; at < depth; at += 1) value = at % 2 === 0 ? [value] : { a: value }
  return value
}

/** Values for any place of a document. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  texts,
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0.5,
    1e308,
    2 ** 53,
    [],
    {},
    [null],
    [[]],
    nested(500),
    JSON.parse('{"__proto__":{"x":1},"constructor":1,"toString":2}'),
    Array.from({ length: 3000 }, (_, at) => `tag${at}`),
    { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: -1 },
  ),
)

/** Puts a value in place of one somewhere inside of a document, or beside those that are there. */
export function planted(document: unknown, way: readonly number[], value: unknown): unknown {
  const [step, ...rest] = way
  if (typeof document !== 'object' || document === null || step === undefined) return value
  const keys = Object.keys(document)
  const key = keys[step % (keys.length + 1)]
  if (key === undefined) return Array.isArray(document) ? [...document, value] : { ...document, new: value }
  const changed = planted((document as Record<string, unknown>)[key], rest, value)
  return Array.isArray(document)
    ? document.map((each: unknown, index) => (index === Number(key) ? changed : each))
    : { ...document, [key]: changed }
}

export const ways: fc.Arbitrary<number[]> = fc.array(fc.nat(12), { maxLength: 5 })

/** A text with some of its characters replaced. */
export interface Splice {
  at: number
  remove: number
  insert: string
}

export const splices: fc.Arbitrary<Splice> = fc.record({
  at: fc.nat(),
  remove: fc.oneof(fc.nat(3), fc.nat(200)),
  insert: texts,
})

export function spliced(text: string, { at, remove, insert }: Splice): string {
  const from = at % (text.length + 1)
  return text.slice(0, from) + insert + text.slice(from + remove)
}
