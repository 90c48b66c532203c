import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChallenges } from '../../../../src/registry/auth/challenge.ts'

type Challenge = [scheme: string, parameters: Record<string, string>, token68?: string]

const table: { title: string; fields: string[]; challenges: Challenge[] }[] = [
  {
    title: 'a bearer challenge with a scope that holds commas',
    fields: ['Bearer realm="https://auth.example/token",service="reg",scope="repository:a/b:pull,push"'],
    challenges: [
      ['bearer', { realm: 'https://auth.example/token', service: 'reg', scope: 'repository:a/b:pull,push' }],
    ],
  },
  {
    title: 'schemes and names in any case, values as they are',
    fields: ['BASIC Realm="Nexus Repository"', 'bEARER REALM="X",Service="Y"'],
    challenges: [
      ['basic', { realm: 'Nexus Repository' }],
      ['bearer', { realm: 'X', service: 'Y' }],
    ],
  },
  {
    title: 'two challenges in one field',
    fields: ['Bearer realm="https://a/t", service="s", Basic realm="r", charset="UTF-8"'],
    challenges: [
      ['bearer', { realm: 'https://a/t', service: 's' }],
      ['basic', { realm: 'r', charset: 'UTF-8' }],
    ],
  },
  {
    title: 'escapes inside quoted strings, and what looks like a challenge in them',
    fields: [String.raw`Bearer realm="a \"b\", Basic c=\"d\"", error="x\\y"`],
    challenges: [['bearer', { realm: 'a "b", Basic c="d"', error: 'x\\y' }]],
  },
  {
    title: 'token68 before another challenge',
    fields: ['Negotiate YWJj/+-._~==, Basic realm="r"'],
    challenges: [
      ['negotiate', {}, 'YWJj/+-._~=='],
      ['basic', { realm: 'r' }],
    ],
  },
  {
    title: 'a scheme alone, at the end, between others and twice',
    fields: ['Negotiate', 'Negotiate, NTLM , Basic realm=r'],
    challenges: [
      ['negotiate', {}],
      ['negotiate', {}],
      ['ntlm', {}],
      ['basic', { realm: 'r' }],
    ],
  },
  {
    title: 'unquoted values, also addresses, which are not tokens',
    fields: ['Bearer realm=https://auth.example/token?x=1,service=reg,scope=aws'],
    challenges: [['bearer', { realm: 'https://auth.example/token?x=1', service: 'reg', scope: 'aws' }]],
  },
  {
    title: 'blanks around = and empty list members',
    fields: [',, Bearer realm = "r" ,, service= "s" ,'],
    challenges: [['bearer', { realm: 'r', service: 's' }]],
  },
  {
    title: 'a realm only',
    fields: ['Bearer realm="https://gar.example/v2/token"'],
    challenges: [['bearer', { realm: 'https://gar.example/v2/token' }]],
  },
  { title: 'a string without an end', fields: ['Bearer realm="r'], challenges: [['bearer', { realm: 'r' }]] },
  {
    title: 'the first of a repeated parameter',
    fields: ['Bearer realm="a",realm="b"'],
    challenges: [['bearer', { realm: 'a' }]],
  },
  {
    title: 'an empty value',
    fields: ['Bearer realm="",service='],
    challenges: [['bearer', { realm: '', service: '' }]],
  },
  {
    title: 'what cannot be read, without losing the challenge after it',
    fields: ['"nonsense" ;;, Basic realm="r"'],
    challenges: [['basic', { realm: 'r' }]],
  },
  { title: 'nothing', fields: ['', ' , '], challenges: [] },
]

describe('parseChallenges', () => {
  it.each(table)('reads $title', ({ fields, challenges }) => {
    const found = parseChallenges(fields).map(({ scheme, parameters, token68 }): Challenge => {
      const members = Object.fromEntries(parameters)
      return token68 === undefined ? [scheme, members] : [scheme, members, token68]
    })
    expect(found).toEqual(challenges)
  })

  // RFC 9110, section 11.6.1: what is written by the grammar is read as it was meant.
  it('reads whatever the grammar makes', () => {
    const token = fc.stringMatching(/^[a-z][a-z0-9!#$&^_.+-]{0,8}$/)
    const value = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9./:-]{1,12}$/).map((text) => [text, text]),
      fc.string({ maxLength: 20 }).map((text) => [text, `"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`]),
    )
    const parameters = fc.uniqueArray(fc.tuple(token, value), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    })
    const challenges = fc.array(fc.tuple(token, parameters), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(challenges, fc.constantFrom('', ' '), fc.boolean(), (wanted, blank, inOneField) => {
        const texts = wanted.map(
          ([scheme, members]) =>
            `${scheme} ${members.map(([name, [, text]]) => `${name}${blank}=${blank}${text}`).join(`,${blank}`)}`,
        )
        const found = parseChallenges(inOneField ? [texts.join(`${blank},${blank}`)] : texts)
        expect(found.map(({ scheme, parameters: read }) => [scheme, [...read]])).toEqual(
          wanted.map(([scheme, members]) => [scheme, members.map(([name, [text]]) => [name, text])]),
        )
      }),
    )
  })

  it('ends on any text', () => {
    fc.assert(fc.property(fc.array(fc.string()), (texts) => Array.isArray(parseChallenges(texts))))
  })

  it('ends on any input', () => {
    for (const text of ['=', '"', '\\', 'a="\\', 'a b c d', '\u0000', 'ä ö="ü"', ',='.repeat(5000)]) {
      expect(() => parseChallenges([text])).not.toThrow()
    }
  })
})
