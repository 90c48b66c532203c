import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withCounts } from './counts.ts'

it('the numbers in the README are those of the suites (npm run build && node dist/scripts/counts.js)', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(withCounts(readme)).toBe(readme)
})

it('needs the marks', () => {
  expect(() => withCounts('# oci-assay')).toThrow(/no place for the numbers/)
})
