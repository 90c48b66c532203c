import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesOf, guessSubject } from './subjects.ts'
import { hasDirectory, nameOf, readTexts } from './texts.ts'
import { must } from '../../src/engine/requirement.ts'
import { specification } from '../../suites/distribution/specification.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'census-'))
  await mkdir(join(folder, 'more'))
  await writeFile(join(folder, 'spec.md'), '# Spec\n')
  await writeFile(join(folder, 'more', 'README.md'), '# More\n')
  await writeFile(join(folder, 'LICENSE'), 'MUST not be read\n')
})
afterEach(() => rm(folder, { recursive: true }))

describe('the texts of a census', () => {
  it('are all Markdown files of a directory, named by their way in it', async () => {
    expect([...(await readTexts([folder], []))]).toEqual([
      ['more/README.md', '# More\n'],
      ['spec.md', '# Spec\n'],
    ])
  })

  it('are single files under the name that places use', async () => {
    const paths = [join(folder, 'spec.md'), join(folder, 'more', 'README.md')]
    const known = ['spec.md', 'more/README.md', 'README.md']
    expect([...(await readTexts(paths, known)).keys()]).toEqual(['spec.md', 'more/README.md'])
    expect(nameOf('other.md', known)).toBe('other.md')
  })

  it.each([
    ['nothing is there', 'nowhere', 'does not exist'],
    ['a directory has no text', 'empty', 'holds no Markdown file'],
  ])('are refused in words where %s', async (_, name, message) => {
    await mkdir(join(folder, 'empty'))
    await expect(readTexts([join(folder, name)], [])).rejects.toThrow(message)
  })

  it('distinguish a directory, which is whole, from single files', async () => {
    expect(await hasDirectory([join(folder, 'spec.md'), join(folder, 'more')])).toBe(true)
    expect(await hasDirectory([join(folder, 'spec.md')])).toBe(false)
  })

  it('are refused where two have one name', async () => {
    const twice = [join(folder, 'spec.md'), join(folder, 'spec.md')]
    await expect(readTexts(twice, [])).rejects.toThrow('both be spec.md')
  })
})

describe('the specification of a census', () => {
  it.each([
    ['the path', ['/x/image-spec/v1/spec.md'], ['# Open Tea'], 'image'],
    ['the heading', ['spec.md'], ['# The Distribution of Tea\n'], 'distribution'],
    ['nothing where both fit', ['spec.md'], ['# Image', '# Distribution'], undefined],
    ['nothing where neither fits', ['spec.md'], ['no heading'], undefined],
  ])('is guessed from %s', (_, paths, texts, name) => {
    expect(guessSubject(paths, texts)).toBe(name)
  })

  it('has the files that its places name', () => {
    const requirement = { id: 'a', title: 'a', section: 'a', at: { dev: must(1, 'b.md#2') } }
    const notes = [{ reason: 'r', at: { dev: ['c/d.md#3'] } }]
    expect(filesOf({ specification, requirements: [requirement], notes })).toEqual([
      'spec.md',
      'b.md',
      'c/d.md',
    ])
  })
})
