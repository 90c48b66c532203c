import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Text without what indentation and line breaks change. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

it('CONTRIBUTING.md shows code as it is in the files that it names', () => {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const blocks = [...guide.matchAll(/```ts\n\/\/ (?<file>\S+)\n(?<code>[^`]+(?:`[^`]+)*?)```/g)].map(
    ({ groups = {} }) => ({ file: groups['file'] ?? '', code: plain(groups['code'] ?? '') }),
  )
  expect(blocks.length).toBeGreaterThan(6)
  const stale = blocks.filter(
    ({ file, code }) => !plain(readFileSync(join(root, file), 'utf8')).includes(code),
  )
  expect(stale).toEqual([])
})
