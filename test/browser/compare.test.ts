import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Grid } from '../../src/results/comparison/grid.ts'
import { gridOf } from '../../src/reporters/comparison/grid.ts'
import { comparisonPage } from '../../src/reporters/comparison/html/page.ts'
import { resultWith } from '../unit/results/comparison/fixture.ts'
import { hostileResult } from '../unit/reporters/hostile.ts'
import { closeAll, open as openAddress, type OpenOptions } from './browser.ts'
import { tenOf } from '../../fixtures/ten-columns.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let folder: string
/** The published matrix, a crowd of ten, and what hostile results become. */
const addresses = { real: '', ten: '', hostile: '' }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))
  const real = JSON.parse(await readFile('reports/matrix/registries.json', 'utf8')) as Grid
  const tool = { name: 'oci-assay', version: '0.1.0' }
  const hostile = gridOf(
    [
      { result: { ...hostileResult(), seed: '1' } },
      { result: hostileResult(), name: '<img src=x onerror=alert(1)> 1.0' },
      { result: resultWith(), name: '<img src=x onerror=alert(1)> 2.0' },
    ],
    tool,
  )
  for (const [name, grid] of Object.entries({ real, ten: tenOf(real), hostile })) {
    const file = join(folder, `${name}.html`)
    await writeFile(file, comparisonPage(grid))
    addresses[name as keyof typeof addresses] = pathToFileURL(file).href
  }
})
afterEach(closeAll)
afterAll(() => rm(folder, { recursive: true, force: true }))

const open = (
  name: keyof typeof addresses,
  { hash = '', ...options }: OpenOptions & { hash?: string } = {},
) => openAddress(addresses[name] + hash, options)

const unfold = (page: Page) =>
  page.evaluate(
    `for (const each of document.querySelectorAll('details')) each.open = true
     for (const each of document.querySelectorAll('tr.why')) each.classList.add('open')`,
  )

it('runs nothing of a result, loads nothing, and keeps to its own policy', async () => {
  const { page, events } = await open('hostile')
  await unfold(page)
  expect(await page.locator('img, iframe').count()).toBe(0)
  expect(events).toEqual([addresses.hostile])
})

it.for([360, 1024, 1920])('needs no sideways scrolling at %i columns', async (width) => {
  for (const name of ['real', 'ten', 'hostile'] as const) {
    const { page } = await open(name, { width })
    await unfold(page)
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(width)
  }
})

it.for([
  ['real', 1024, 'light'],
  ['real', 1024, 'dark'],
  ['ten', 360, 'light'],
  ['ten', 1920, 'dark'],
] as const)(
  'has no barrier that axe-core knows: %s at %i, %s',
  { timeout: 180_000 },
  async ([name, width, colorScheme]) => {
    const { page } = await open(name, { width, colorScheme })
    await page.locator('tr.row:visible th a').first().click()
    await page.evaluate(await readFile(axe, 'utf8'))
    const violations = await page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map((each) => each.html).join(' ')))`,
    )
    expect(violations).toEqual([])
  },
)

it('leads from each cell to what was found, and from the same link back', async () => {
  const { page } = await open('real')
  const row = page.locator('tr.row', { hasText: 'pull.manifest.malformed-digest' })
  const why = page.locator('[id="pull.manifest.malformed-digest"]')
  expect(await why.isVisible()).toBe(false)
  await row.locator('td.fail a').last().click()
  expect(await why.isVisible()).toBe(true)
  expect(await page.locator('.here').textContent()).toContain('returned 500 for a manifest GET')
  expect(await page.evaluate('location.hash')).toMatch(/^#pull\.manifest\.malformed-digest~\d$/)
  await row.locator('td.fail a').last().click()
  expect(await why.isVisible()).toBe(false)
  expect(await page.evaluate('location.hash')).toBe('')
})

it.for([true, false])('opens what a link leads to, after a reload too (script %s)', async (script) => {
  const { page } = await open('real', { hash: '#pull.manifest.malformed-digest', javaScriptEnabled: script })
  const why = page.locator('[id="pull.manifest.malformed-digest"]')
  expect(await why.isVisible()).toBe(true)
  await page.reload()
  expect(await why.isVisible()).toBe(true)
  expect(await page.locator('tr.why:visible').count()).toBe(1)
  expect(await page.locator('form.filter').isVisible()).toBe(script)
})

it('opens the fold that a link leads into', async () => {
  const { page } = await open('real')
  const hidden = await page.locator('details.fold tr.why').first().getAttribute('id')
  await page.goto(`${addresses.real}#${hidden ?? ''}`)
  await expect.poll(() => page.locator(`[id="${hidden ?? ''}"]`).isVisible()).toBe(true)
})

it('filters by verdict, level, suite and words, and folds up again', async () => {
  const { page } = await open('real')
  const rows = page.locator('details.suite tr.row:visible')
  const all = await rows.count()
  await page.getByLabel('Suite', { exact: true }).selectOption('pull')
  expect(await page.locator('details.suite:visible').count()).toBe(1)
  await page.getByLabel('failed').check()
  const failed = await rows.count()
  expect(failed).toBeGreaterThan(0)
  expect(failed).toBeLessThan(all)
  for (const verdicts of await rows.evaluateAll((list) =>
    list.map((row) => row.getAttribute('data-verdicts')),
  ))
    expect(verdicts).toContain('fail')
  await page.getByLabel('MUST', { exact: true }).check()
  await page.keyboard.press('/')
  await page.keyboard.type('MALFORMED 63 digits')
  await expect.poll(() => rows.count()).toBe(1)
  expect(await page.getByRole('status').textContent()).toMatch(/^1 of \d+ shown$/)
  await page.keyboard.press('Escape')
  await expect.poll(() => rows.count()).toBe(all)
  // A row that passes everywhere lies in a fold: a filter that wants it opens that one.
  const alike = page.locator('tr.row', { hasText: 'pull.manifest.exact-bytes' })
  expect(await alike.first().isVisible()).toBe(false)
  await page.getByLabel('Find requirements').fill('pull.manifest.exact-bytes')
  expect(await alike.first().isVisible()).toBe(true)
})

it('is moved about by keyboard', async () => {
  const { page } = await open('real')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the requirements')
  const row = page.locator('tr.row', { hasText: 'pull.manifest.malformed-digest' })
  await row.locator('th a').focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.evaluate('document.activeElement.closest("td").className')).toBe('cell fail')
  await page.keyboard.press('Enter')
  expect(await page.locator('[id="pull.manifest.malformed-digest"]').isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  expect(await page.locator('[id="pull.manifest.malformed-digest"]').isVisible()).toBe(false)
  await page.keyboard.press('ArrowDown')
  expect(await page.evaluate('document.activeElement.closest("tr").cells[0].textContent')).not.toContain(
    'malformed',
  )
})
