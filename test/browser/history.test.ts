import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { historyFiles } from '../../src/reporters/history/files.ts'
import { addToHistory, readHistory } from '../../src/results/history/store.ts'
import { resultWith } from '../unit/results/comparison/fixture.ts'
import { closeAll, open, unfold } from './browser.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let folder: string
let address: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))
  for (let day = 1; day <= 28; day += 1) {
    const startedAt = `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`
    const verdicts = { 'pull.version': day === 20 ? 'fail' : 'pass' } as const
    for (const label of ['zot 2.1.20', `<img src=x onerror=alert(1)>${'long'.repeat(20)} 1.${day}`])
      addToHistory(folder, resultWith({ label, startedAt, verdicts }))
  }
  await writeFile(join(folder, 'results', 'notes.txt'), 'foreign')
  const file = join(folder, 'history.html')
  await writeFile(file, historyFiles(readHistory(folder)).get('history.html') ?? '')
  address = pathToFileURL(file).href
})
afterEach(closeAll)
afterAll(() => rm(folder, { recursive: true, force: true }))

it.for([
  [360, 'light'],
  [1280, 'dark'],
] as const)(
  'needs no sideways scrolling, loads nothing, and has no barrier that axe-core knows: %i, %s',
  { timeout: 60_000 },
  async ([width, colorScheme]) => {
    const { page, events } = await open(address, { width, colorScheme })
    await unfold(page)
    expect(await page.locator('img').count()).toBe(0)
    expect(events).toEqual([address])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    await page.evaluate(await readFile(axe, 'utf8'))
    const violations = await page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
    )
    expect(violations).toEqual([])
  },
)

it('leads from a mark to what changed, and to the row of a result, without script', async () => {
  const { page } = await open(address, { javaScriptEnabled: false })
  const marks = page.locator('[id="zot-distribution-1.1-quick"] .mark')
  expect(await marks.count()).toBe(28)
  await marks.nth(19).click()
  await expect.poll(() => page.locator(':target').textContent()).toContain('does otherwise in pull.version')
  await marks.nth(3).click()
  await expect.poll(() => page.locator('tr:target').isVisible()).toBe(true)
  expect(await page.locator('tr:target').textContent()).toContain('2026-11-04')
})
