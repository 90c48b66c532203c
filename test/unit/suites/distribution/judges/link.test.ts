import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasLink, nextLink, parseLinks } from '../../../../../src/registry/lists/link.ts'
import { linksToNext } from '../../../../../suites/distribution/judges/link.ts'
import { exchangeOf, type Answer } from '../exchange.ts'
import { cases } from './verdict.ts'

const link = (...values: string[]): Answer => ({ headers: values.map((value) => ['Link', value] as const) })

describe('parseLinks', () => {
  it.each<[string, string[], [string, Record<string, string>][] | undefined]>([
    ['a quoted relation', ['</a?n=2>; rel="next"'], [['/a?n=2', { rel: 'next' }]]],
    ['a bare relation', ['</a>;rel=next'], [['/a', { rel: 'next' }]]],
    [
      'two links in one field',
      ['</a>; rel=prev, </b>; rel=next'],
      [
        ['/a', { rel: 'prev' }],
        ['/b', { rel: 'next' }],
      ],
    ],
    [
      'two fields',
      ['</a>', '</b>'],
      [
        ['/a', {}],
        ['/b', {}],
      ],
    ],
    ['a comma in the target', ['</a,b>; rel=next'], [['/a,b', { rel: 'next' }]]],
    ['a comma in a parameter', ['</a>; title="a, b"; rel=next'], [['/a', { title: 'a, b', rel: 'next' }]]],
    ['an escaped quote', ['</a>; title="a \\" b"'], [['/a', { title: 'a " b' }]]],
    ['names in capital letters', ['</a>; REL=next'], [['/a', { rel: 'next' }]]],
    ['a parameter twice, of which the first counts', ['</a>; rel=a; rel=b'], [['/a', { rel: 'a' }]]],
    ['no brackets', ['/a; rel="next"'], undefined],
    ['an open bracket', ['</a; rel="next"'], undefined],
    ['text behind it', ['</a>; rel="next" more'], undefined],
    [
      'blanks around all signs',
      [' </a> ; rel = "next" , </b> '],
      [
        ['/a', { rel: 'next' }],
        ['/b', {}],
      ],
    ],
    [
      'a parameter without a value',
      ['</a>; crossorigin; rel=next'],
      [['/a', { crossorigin: '', rel: 'next' }]],
    ],
    ['an empty quoted string', ['</a>; title=""; rel=next'], [['/a', { title: '', rel: 'next' }]]],
    [
      'an address that is not quoted',
      ['</a>; anchor=/v2/?n=1; rel=next'],
      [['/a', { anchor: '/v2/?n=1', rel: 'next' }]],
    ],
    ['a semicolon without a parameter', ['</a>;'], undefined],
    ['an equals sign without a value', ['</a>; rel='], undefined],
    ['a quoted string without an end', ['</a>; rel="next'], undefined],
    ['a quoted string that ends in an escape', ['</a>; rel="next\\'], undefined],
    ['text behind the target', ['</a> rel=next'], undefined],
  ])('%s: %o', (_, values, wanted) => {
    const links = parseLinks(values)?.map(({ target, parameters }) => [
      target,
      Object.fromEntries(parameters),
    ])
    expect(links).toEqual(wanted)
  })

  it('ends soon on a long value', () => {
    expect(parseLinks([`<${'a'.repeat(50_000)}`])).toBeUndefined()
    expect(parseLinks([`</a>${'; a="b"'.repeat(5000)} <`])).toBeUndefined()
    expect(parseLinks([`</v2/> ${';a '.repeat(20_000)}"`])).toBeUndefined()
    expect(parseLinks([`</v2/>${' '.repeat(50_000)}x`])).toBeUndefined()
  })
})

const target = fc.webPath().map((path) => `/v2/${path}`.replaceAll(/[<>]/g, ''))
const name = fc.stringMatching(/^[a-z][a-z0-9*-]{0,8}$/)
const parameter = fc.oneof(
  fc.tuple(name, fc.stringMatching(/^[A-Za-z0-9./:-]{1,12}$/)).map(([key, value]) => [key, value, value]),
  fc
    .tuple(name, fc.string({ maxLength: 12 }))
    .map(([key, value]) => [key, value, `"${value.replaceAll(/[\\"]/g, String.raw`\$&`)}"`]),
)
const aLink = fc.record({
  target,
  parameters: fc.uniqueArray(parameter, { maxLength: 4, selector: ([key]) => key }),
})
const written = ({ target: to, parameters }: { target: string; parameters: string[][] }, blank: string) =>
  [`<${to}>`, ...parameters.map(([key, , value]) => `${key}${blank}=${blank}${value}`)].join(
    `${blank};${blank}`,
  )

// RFC 8288: what is written by the grammar is read as it was meant, in one field or in several.
it('links that are written by the grammar are read as they were meant', () => {
  fc.assert(
    fc.property(
      fc.array(aLink, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', ' '),
      fc.boolean(),
      (links, blank, inOneField) => {
        const texts = links.map((each) => written(each, blank))
        const read = parseLinks(inOneField ? [texts.join(`${blank},${blank}`)] : texts)
        expect(read?.map(({ target: to, parameters }) => [to, [...parameters]])).toEqual(
          links.map(({ target: to, parameters }) => [to, parameters.map(([key, value]) => [key, value])]),
        )
      },
    ),
  )
})

it('no text is too odd to be read or refused', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (values) => {
      const links = parseLinks(values)
      return links === undefined || links.length >= values.filter((value) => value.trim() !== '').length
    }),
  )
})

describe('nextLink', () => {
  it.each<[Answer, string | undefined]>([
    [link('</a>; rel="next"'), '/a'],
    [link('</a>; rel="NEXT"'), '/a'],
    [link('</a>; rel="last next"'), '/a'],
    [link('</a>; rel=prev', '</b>; rel=next'), '/b'],
    [link('</a>; rel="nextpage"'), undefined],
    [link('/a; rel=next'), undefined],
    [{}, undefined],
  ])('%o: %s', (answer, target) => expect(nextLink(exchangeOf(answer))?.target).toBe(target))
})

it('a Link is there, whatever it contains', () => {
  expect(hasLink(exchangeOf(link('x')))).toBe(true)
  expect(hasLink(exchangeOf({}))).toBe(false)
})

cases('linksToNext', linksToNext, [
  [{}, 'holds'],
  [link('</a>; rel="next"'), 'holds'],
  [link('</a>; rel="prev"'), 'violated'],
  [link('/a; rel="next"'), 'violated'],
])
