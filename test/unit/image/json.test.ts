import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../../src/image/json/parse.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const codes = (text: string | Uint8Array) =>
  parseDocument(typeof text === 'string' ? utf8(text) : text).problems.map(({ code }) => code)

describe('what JSON is', () => {
  test.for([
    ['an empty text', ''],
    ['blanks alone', ' \n'],
    ['an open object', '{"a":1'],
    ['an open string', '"a'],
    ['a comma too many', '[1,]'],
    ['a member without value', '{"a":}'],
    ['a name without quotes', '{a:1}'],
    ['single quotes', "{'a':1}"],
    ['a comment', '{} // end'],
    ['two documents', '{}{}'],
    ['a leading zero', '[01]'],
    ['a plus sign', '[+1]'],
    ['a bare point', '[1.]'],
    ['hexadecimal', '[0x10]'],
    ['NaN', '[NaN]'],
    ['a control character in a string', '["\n"]'],
    ['an unknown escape', '["\\x41"]'],
    ['a short escape', '["\\u12"]'],
    ['a wrong bracket', '[}'],
    ['a word cut short', '[tru]'],
  ] as const)('%s is none', ([, text]) => {
    const document = parseDocument(utf8(text))
    expect(document.problems.map(({ code }) => code)).toEqual(['not-json'])
    expect('value' in document).toBe(false)
    expect(() => JSON.parse(text) as unknown).toThrow()
  })

  test('agrees with the language on every text that is JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const document = parseDocument(utf8(text))
        expect(document.value).toEqual(JSON.parse(text))
      }),
    )
  })

  test('agrees with the language on what is none', () => {
    const soup = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '1', '-', '.5', 'e3', 'null', ' ', '\\', 'x'),
    )
    fc.assert(
      fc.property(soup, (parts) => {
        const text = parts.join('')
        let expected: unknown
        try {
          expected = { value: JSON.parse(text) as unknown }
        } catch {
          expected = {}
        }
        const document = parseDocument(utf8(text))
        expect('value' in document ? { value: document.value } : {}).toEqual(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        parseDocument(bytes)
      }),
    )
  })
})

describe('what a lenient reader hides', () => {
  test.for([
    ['the same name twice', '{"a":{"b":1,"c":2,"b":3}}', 'duplicate-name', '/a/b'],
    ['the same name, once escaped', '{"ab":1,"\\u0061b":2}', 'duplicate-name', '/ab'],
    ['a name with a slash', '{"x":{"a/b~":1,"a/b~":2}}', 'duplicate-name', '/x/a~1b~0'],
    ['half a surrogate pair', '["\\ud800"]', 'lone-surrogate', '/0'],
    ['surrogates in the wrong order', '["x\\udc00\\ud800"]', 'lone-surrogate', '/0'],
    ['a noncharacter', '{"a":"\\ufdd0"}', 'noncharacter', '/a'],
    ['a noncharacter as it is', '{"a":"\u{1ffff}"}', 'noncharacter', '/a'],
    ['an integer beyond 2^53', '{"size":9007199254740993}', 'unsafe-number', '/size'],
    ['a number beyond every double', '[1e400]', 'unsafe-number', '/0'],
    ['a fraction', '[0,1.5]', 'fraction', '/1'],
  ] as const)('%s', ([, text, code, pointer]) => {
    expect(parseDocument(utf8(text)).problems).toMatchObject([{ code, pointer }])
  })

  // JSON makes no difference between 2.0, 1.2e3 and the integers that they are.
  test.for(['[2.0,1.2e3,-0,9007199254740991]', '"\\ud83d\\ude00"', '{"a":{"b":1},"b":{"b":1}}'])(
    '%s has nothing to hide',
    (text) => {
      expect(codes(text)).toEqual([])
    },
  )

  test('a byte order mark', () => {
    const document = parseDocument(utf8('\ufeff{"a":1}'))
    expect(document.problems).toMatchObject([{ code: 'byte-order-mark', offset: 0 }])
    expect(document.value).toEqual({ a: 1 })
  })

  test.for([
    ['latin-1', [0x22, 0x61, 0xe9, 0x22], 2],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22], 1],
    ['a cut character', [0x22, 0xc3, 0xa9, 0xe2, 0x82, 0x22], 3],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22], 1],
  ] as const)('%s is not UTF-8, and the rest is read nevertheless', ([, bytes, offset]) => {
    const document = parseDocument(Uint8Array.from(bytes))
    expect(document.problems[0]).toMatchObject({ code: 'not-utf8', offset })
    expect(typeof document.value).toBe('string')
  })
})

describe('bounds', () => {
  test('a nest of 100,000 arrays is refused and not followed', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000)
    const document = parseDocument(utf8(text))
    expect(document.problems.map(({ code }) => code)).toEqual(['too-deep'])
    expect(parseDocument(utf8(text), { depthLimit: 200_000 }).problems).toEqual([])
  })

  test('a text above the limit is not looked at', () => {
    expect(codes(new Uint8Array(9 * 1024 ** 2))).toEqual(['too-large'])
    expect(parseDocument(utf8('[]'), { sizeLimit: 1 }).problems).toMatchObject([{ code: 'too-large' }])
  })

  test('of a thousand problems a hundred are listed, and why there is no value', () => {
    const document = parseDocument(utf8(`[${'1.5,'.repeat(1000)}`))
    // One more than of any code: why there is no value.
    expect(document.problems).toHaveLength(101)
    expect(document.problems.at(-1)?.code).toBe('not-json')
  })
})

test.for([
  ['the first member', '{"a": 1, "a": 2}', 1, 10, '/a'],
  ['an element of a list', '{\n  "é": [1,\n    {"b/~": 1.5}]\n}', 3, 13, '/é/1/b~1~0'],
] as const)('a problem has its place: %s', ([, text, line, column, pointer]) => {
  expect(parseDocument(utf8(text)).problems).toMatchObject([{ line, column, pointer }])
})

test('many problems of one code hide none of another', () => {
  const { problems } = parseDocument(utf8(`{${'"a":[1.5,2.5],'.repeat(200)}"b":1e999}`))
  expect(problems.map(({ code }) => code)).toContain('unsafe-number')
  expect(problems.filter(({ code }) => code === 'duplicate-name')).toHaveLength(100)
})
