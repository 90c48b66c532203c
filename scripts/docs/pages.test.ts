import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generatedPages } from './pages.ts'

const docs = join(import.meta.dirname, '../../docs')

it('the generated pages are those of the code (npm run docs)', async () => {
  const stale = [...(await generatedPages())].filter(
    ([path, text]) => readFileSync(join(docs, path), 'utf8') !== text,
  )
  expect(stale.map(([path]) => path)).toEqual([])
})
