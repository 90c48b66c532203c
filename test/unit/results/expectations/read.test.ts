import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readExpectations } from '../../../../src/results/expectations/read.ts'
import { Failure } from '../../../../src/results/conclusion/failure.ts'
import { withFolder } from '../../cli/command.ts'

const known = { requirements: ['pull.manifest.exact-bytes', 'pull.blob.get'], tests: ['pull.blob.each'] }

const read = (content: string, name = 'known.yaml') =>
  withFolder(async (folder) => {
    const file = join(folder, name)
    await writeFile(file, content)
    try {
      return readExpectations(file, known)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      expect(error.exitCode).toBe(2)
      throw new Error(error.message.replace(`${folder}/`, ''), { cause: error })
    }
  })

const yaml = (...lines: string[]) => `expectations:\n${lines.map((line) => `  ${line}\n`).join('')}`

describe('a file of expectations', () => {
  it('may be YAML', async () => {
    const content = yaml(
      '- requirement: pull.blob # all of it',
      '  reason: slow storage',
      '  link: https://issues.example/7',
      '  expires: 2027-01-31',
      '- test: "pull.*"',
      '  reason: see above',
    )
    expect(await read(content)).toEqual([
      {
        requirement: 'pull.blob',
        reason: 'slow storage',
        link: 'https://issues.example/7',
        expires: '2027-01-31',
      },
      { test: 'pull.*', reason: 'see above' },
    ])
  })

  it('may be JSON, with Windows line endings', async () => {
    const content = '{\r\n  "expectations": [{ "test": "pull.blob.each", "reason": "r" }]\r\n}\r\n'
    expect(await read(content, 'known.json')).toEqual([{ test: 'pull.blob.each', reason: 'r' }])
  })

  it('may be empty of entries', async () => expect(await read('expectations: []')).toEqual([]))
})

describe('what is wrong in it is reported with its place', () => {
  const ok = ['- requirement: pull.blob.get', '  reason: r']
  it.each([
    ['no YAML', 'expectations: [', /^known\.yaml:1:\d+: /],
    ['nothing', '', 'known.yaml:1:1: must be object'],
    ['a list alone', '- requirement: a', 'known.yaml:1:1: must be object'],
    ['no entries', 'other: 1', 'known.yaml:1:1: unknown property other'],
    ['an unknown key', yaml(...ok, '  until: 2027-01-01'), 'known.yaml:4:5: unknown property until'],
    ['no reason', yaml('- requirement: pull.blob.get'), 'known.yaml:2:5: reason is missing'],
    ['an empty reason', yaml('- requirement: pull.blob.get', '  reason: " "'), 'known.yaml:3:5: reason must'],
    ['neither kind', yaml('- reason: r'), 'known.yaml:2:5: specify one of requirement, test'],
    ['both kinds', yaml(...ok, '  test: pull.blob.each'), 'known.yaml:2:5: specify one of requirement, test'],
    ['a bad date', yaml(...ok, '  expires: 2027-02-30'), 'known.yaml:4:5: expires must match format'],
    ['a bad link', yaml(...ok, '  link: javascript:alert(1)'), 'known.yaml:4:5: link must match'],
    [
      'a typo',
      yaml(...ok, '- test: pull.blob.eech', '  reason: r'),
      'known.yaml:4:5: unknown test pull.blob.eech',
    ],
    ['a glob of nothing', yaml('- requirement: "push.*"', '  reason: r'), 'unknown requirement push.*'],
    ['an entry twice', yaml(...ok, ...ok), 'known.yaml:4:5: requirement pull.blob.get is listed twice'],
    ['a key twice', yaml(...ok, '  reason: s'), /^known\.yaml:4:5: .*unique/],
    [
      'a flood of aliases',
      `a: &a [1]\nb: &b [${'*a,'.repeat(200)}]\nexpectations: [${'*b,'.repeat(200)}]`,
      'known.yaml',
    ],
  ])('%s', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message)
  })

  it('no such file', () => {
    expect(() => readExpectations('/nowhere.yaml', known)).toThrow(
      '/nowhere.yaml cannot be read: it does not exist (ENOENT)',
    )
  })
})
