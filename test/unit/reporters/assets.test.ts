import { expect, it } from 'vitest'
import { verdicts } from '../../../src/engine/verdict.ts'
import { script, style } from '../../../src/reporters/html/assets.ts'
import { sourceOf } from '../../../src/reporters/page/read-assets.ts'
import { verdictWords } from '../../../src/results/text/words.ts'

it.each(verdicts)('the style sheet has the symbol of the verdict %s', (verdict) => {
  expect(style).toContain(
    `.requirements .${verdict} td:first-child::before {\ncontent: '${verdictWords[verdict].symbol}';`,
  )
})

it('the page has style and script in themselves, and nothing that ends them early', () => {
  expect(style).not.toMatch(/@import|url\(|<\/style/)
  expect(script).not.toMatch(/\bimport\b|\bexport\b|<\/script|<!--/)
})

it.each([
  ['file:///a/src/reporters/html/assets.ts', 'file:///a/src/reporters/html/assets.ts'],
  ['file:///a/dist/src/reporters/html/assets.js', 'file:///a/src/reporters/html/assets.js'],
  ['file:///dist/a/src/reporters/html/assets.ts', 'file:///dist/a/src/reporters/html/assets.ts'],
])('the source of %s is %s', (module, source) => {
  expect(sourceOf(module)).toBe(source)
})
