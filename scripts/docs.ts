/** Writes the generated pages of docs/: `npm run docs`. Pages of suites that no longer exist are deleted. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generatedPages } from './docs/pages.ts'

const pages = await generatedPages()
for (const [path, text] of pages) {
  const file = join('docs', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
for (const name of readdirSync('docs/requirements')) {
  if (!pages.has(`requirements/${name}`)) rmSync(join('docs/requirements', name))
}
