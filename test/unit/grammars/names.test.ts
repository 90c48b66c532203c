import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseReference } from '../../../src/image/source/open/reference.ts'
import { isRepositoryName, isTagName } from '../../../src/reference/grammar.ts'
import { isImageReference } from '../../../suites/image/schemas/formats.ts'
import { letters, runs, spoiled } from './texts.ts'

/** Whether a text is an image with this name or tag: parseReference throws where one of them is not allowed. */
const isReference = (text: string): boolean => {
  try {
    return parseReference(`registry.example/${text}`) !== undefined
  } catch {
    return false
  }
}

const small = 'abcxyz0189'
const common = ['.', '_', '__', '-', '---']
const nameOf = (separators: readonly string[]) =>
  fc.array(runs(small, separators), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

describe.each<[string, (text: string) => boolean]>([
  ['the embedded registry', (text) => isRepositoryName(text, '1.1')],
  ['the embedded registry under dev', (text) => isRepositoryName(text, 'dev')],
  ['the command line', isReference],
  ['the format of annotations', (text) => isImageReference(`registry.example/${text}`)],
])('a repository name by %s', (_, reads) => {
  it('is whatever the grammar makes', () => {
    fc.assert(fc.property(nameOf(common), (name) => reads(name)))
  })

  it('is nothing with a character that the grammar has nowhere', () => {
    fc.assert(fc.property(nameOf(common), spoiled('AZ @,%é'), (name, spoil) => !reads(spoil(name))))
  })

  it.each(['', '/', 'a/', '/a', 'a//b', '.a', 'a.', 'a..b', 'a___b', '-a', 'a-', '_a', 'a_', 'a._b'])(
    'is not %j',
    (name) => expect(reads(name)).toBe(false),
  )
})

// 1.1 added two underscores and several dashes; of 255 characters both versions speak.
it('was narrower in 1.0, and has an end', () => {
  fc.assert(fc.property(nameOf(['.', '_', '-']), (name) => isRepositoryName(name, '1.0')))
  expect(['a__b', 'a--b'].map((name) => isRepositoryName(name, '1.0'))).toEqual([false, false])
  expect(['a'.repeat(255), 'a'.repeat(256)].map((name) => isRepositoryName(name, '1.1'))).toEqual([
    true,
    false,
  ])
})

const first = `${small}ABCXYZ_`
const tag = fc.tuple(letters(first, 1, 1), letters(`${first}.-`, 0, 127)).map((parts) => parts.join(''))

// Behind a host, since a:9/b may be a host with its port.
describe.each<[string, (text: string) => boolean]>([
  ['the embedded registry', isTagName],
  ['the command line', (text) => text !== '' && isReference(`h/a:${text}`)],
  ['the format of annotations', (text) => text !== '' && isImageReference(`h/a:${text}`)],
])('a tag by %s', (_, reads) => {
  it('is whatever the grammar makes', () => {
    fc.assert(fc.property(tag, (text) => reads(text)))
  })

  it('is nothing with a character that the grammar has nowhere', () => {
    fc.assert(fc.property(tag, spoiled(' +/,%é'), (text, spoil) => !reads(spoil(text))))
  })

  it.each(['', '.a', '-a', `a${'b'.repeat(128)}`])('is not %j', (text) => expect(reads(text)).toBe(false))
})
