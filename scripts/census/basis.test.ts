import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { unfounded } from './basis.ts'
import { loadSubject, filesOf, type Subject } from './subjects.ts'
import { readTexts } from './texts.ts'
import {
  derived,
  may,
  must,
  should,
  specVersions,
  table,
  type Requirement,
  type Specification,
  type Statement,
} from '../../src/engine/requirement.ts'

const release = { label: 'v', revision: 'v', url: 'https://example.org' }
const tea: Specification = {
  name: 'tea',
  title: 'Tea',
  file: 'tea.md',
  versions: { '1.0': release, '1.1': release, dev: release },
}

const text = [
  'A pot MUST be warm, and MUST NOT be cracked.', // 1
  'Water is hot.', // 2
  '| cup | 200 |', // 3
  'Tea SHOULD NOT be cold; milk is OPTIONAL and a spoon RECOMMENDED.', // 4
  '', // 5
  '- **leaf** _string_, REQUIRED', // 6
].join('\n')

const problems = (statement: Statement, reasoning?: string): string[] => {
  const entry: Requirement = { id: 'pot', title: 'pours', section: 'tea', at: { '1.1': statement } }
  return unfounded({
    specification: tea,
    version: '1.1',
    files: new Map([['tea.md', text]]),
    requirements: [reasoning === undefined ? entry : { ...entry, reasoning }],
  }).map(({ problem }) => problem)
}

describe('the basis of a level', () => {
  it.each([
    ['a keyword', must(1)],
    ['a negated one', should(4)],
    ['another word of the level', may(4)],
    ['REQUIRED', must(6, '2!')],
    ['a row of a table', table('MUST', 3)],
  ])('is there: %s', (_, statement) => expect(problems(statement)).toEqual([]))

  it.each([
    ['a keyword of another level', should(1), 'has no keyword of level SHOULD, so it is not stated there'],
    ['no keyword', must(2), 'has no keyword of level MUST, so it is not stated there'],
    ['a line after the text', must(9), 'has no keyword of level MUST, so it is not stated there'],
    ['a keyword that is not claimed', must('1!'), 'claims no keyword, so the level is not stated there'],
    ['a sentence instead of a row', table('MUST', 1), 'is not a row of a table'],
    ['no reasoning', derived('MUST', 2), 'is derived, and the entry has no reasoning'],
  ])('is not there: %s', (_, statement, problem) => expect(problems(statement)).toEqual([problem]))

  it('is a line with text where it is derived', () => {
    expect(problems(derived('MUST', 2), 'Tea is made of it.')).toEqual([])
    expect(problems(derived('MUST', 5), 'Tea is made of it.')).toEqual([
      'has no text that a level could follow from',
    ])
  })
})

const folder = process.env['OCI_ASSAY_SPECS'] ?? '../shared/spec'

const published = {
  distribution: { '1.0': 'v1.0.1', '1.1': 'v1.1.1', dev: 'dev' },
  image: { '1.0': 'v1.0.2', '1.1': 'v1.1.1', dev: 'dev' },
} as const

// The texts are not part of the project: name their folder in OCI_ASSAY_SPECS.
describe.skipIf(!existsSync(folder))(
  `the levels of all requirements, against the texts in ${folder} (skipped where OCI_ASSAY_SPECS names no folder)`,
  () => {
    describe.each(['distribution', 'image'] as const)('%s', (name) => {
      let subject: Subject
      beforeAll(async () => {
        subject = await loadSubject(name)
      })

      it.each(specVersions)('rest on the lines that they link to in %s', async (version) => {
        const { specification, requirements } = subject
        const files = await readTexts(
          [join(folder, `${name}-spec`, published[name][version])],
          filesOf(subject),
        )
        expect(unfounded({ specification, version, files, requirements })).toEqual([])
      })
    })
  },
)
