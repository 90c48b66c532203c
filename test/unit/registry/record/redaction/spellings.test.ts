import { array, assert, constantFrom, oneof, property, string, stringMatching } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../../../../src/registry/record/redaction/redactor.ts'

/** How servers write a text into another one. */
const encoders: Readonly<Record<string, (text: string) => string>> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  'json of Go': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
  percent: encodeURIComponent,
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  html: (text) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`),
  'html with names': (text) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
}

const names = Object.keys(encoders)

/** No lone surrogates: they are in no UTF-8. */
const secrets = oneof(
  string({ minLength: 8, maxLength: 40 }),
  string({ minLength: 8, maxLength: 20, unit: 'grapheme' }),
  stringMatching(/^[\w.~+/=-]{8,80}$/),
  stringMatching(/^[&"'\\%<>/+ a]{8,16}$/),
)

const usual = { numRuns: 200, seed: 11 }

describe('a secret that is repeated', () => {
  it('is found in each encoding, and where one of them was applied to another', () => {
    const chains = array(constantFrom(...names), { maxLength: 2 })
    assert(
      property(secrets, chains, (secret, chain) => {
        const encode = (text: string): string => chain.reduce((done, name) => encoders[name]!(done), text)
        const encoded = encode(secret)
        const masked = createRedactor([secret]).text(`<${encoded}>`)
        expect(masked).not.toContain(encoded)
      }),
      usual,
    )
  })

  it('is found in base64 and hexadecimal of texts that contain it', () => {
    const kinds = constantFrom<BufferEncoding>('base64', 'base64url', 'hex')
    const around = string({ maxLength: 5 })
    assert(
      property(secrets, around, around, kinds, (secret, before, after, kind) => {
        const text = createRedactor([secret]).text(Buffer.from(before + secret + after).toString(kind))
        expect(Buffer.from(text.replaceAll('***', ''), kind).toString()).not.toContain(secret)
        expect(text).toContain('***')
      }),
      usual,
    )
  })

  it('is found in the bytes of a body', () => {
    assert(
      property(secrets, constantFrom(...names), (secret, name) => {
        const encoded = encoders[name]!(secret)
        const bytes = createRedactor([secret]).bytes(Buffer.from(`[${encoded}]`))
        expect(Buffer.from(bytes).toString()).not.toContain(encoded)
      }),
      usual,
    )
  })

  it('is masked where many others are known, and what is not secret stays', () => {
    const many = array(stringMatching(/^[a-z0-9.-]{8,60}$/), { minLength: 20, maxLength: 60 })
    assert(
      property(many, string(), (all, text) => {
        const redactor = createRedactor(all)
        const masked = redactor.text(`${all.join(' ')}|${text}`)
        for (const secret of all) expect(masked).not.toContain(secret)
        const harmless = text.replaceAll(/[^a-z ]/g, '').slice(0, 7)
        expect(redactor.text(harmless)).toBe(harmless)
      }),
      { numRuns: 50, seed: 11 },
    )
  })
})
