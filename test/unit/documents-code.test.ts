import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Text without what indentation and line breaks change. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The blocks of a document whose first line is a comment with the path of a file. */
const excerpts = (text: string): { file: string; code: string }[] =>
  [...text.matchAll(/```ts\n\/\/ (?<file>\S+\.ts)\n(?<code>[^`]+(?:`[^`]+)*?)```/g)].map(
    ({ groups = {} }) => ({
      file: groups['file'] ?? '',
      code: plain(groups['code'] ?? ''),
    }),
  )

it.each([
  ['CONTRIBUTING.md', 7],
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => [`docs/${name}`, name === 'own-suites.md' || name === 'library.md' ? 1 : 0] as const),
] as const)('%s shows code as it is in the files that it names', (document, least) => {
  const blocks = excerpts(readFileSync(join(root, document), 'utf8'))
  expect(blocks.length).toBeGreaterThanOrEqual(least)
  const stale = blocks.filter(
    ({ file, code }) => !plain(readFileSync(join(root, file), 'utf8')).includes(code),
  )
  expect(stale).toEqual([])
})
