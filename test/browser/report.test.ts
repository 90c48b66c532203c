import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { page as report } from '../../src/reporters/html/page.ts'
import { fixtureResult } from '../unit/reporters/fixture.ts'

/** A Chromium that is installed on the machine: CHROMIUM names another one than Debian's. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let folder: string
let address: string
let contexts: BrowserContext[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))
  const file = join(folder, 'report.html')
  await writeFile(file, report(fixtureResult()))
  address = pathToFileURL(file).href
})
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  contexts = []
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Opened {
  page: Page
  /** What the browser complained about, asked for, or was made to do. */
  events: string[]
}

async function open(
  hash = '',
  options: { javaScriptEnabled?: boolean; width?: number } = {},
): Promise<Opened> {
  const { javaScriptEnabled = true, width = 1024 } = options
  const profile = await mkdtemp(join(folder, 'profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: quiet,
    javaScriptEnabled,
    viewport: { width, height: 900 },
  })
  contexts.push(context)
  const page = await context.newPage()
  const events: string[] = []
  page.on('console', (message) => events.push(message.text()))
  page.on('pageerror', (error) => events.push(error.message))
  page.on('dialog', (dialog) => events.push(dialog.message()))
  page.on('request', (request) => events.push(request.url()))
  await page.goto(address + hash)
  return { page, events }
}

// The fixture's target sends scripts and handlers wherever it can; the only request is for the page itself.
it('runs nothing of the target, loads nothing, and keeps to its own policy', async () => {
  const { page, events } = await open()
  await page
    .locator('summary')
    .evaluateAll((all) => all.forEach((summary) => summary.parentElement?.setAttribute('open', '')))
  expect(await page.title()).toBe('http://registry.example:5000: distribution 1.1, oci-assay')
  expect(await page.locator('img, iframe').count()).toBe(0)
  expect(events).toEqual([address])
})

it('filters by verdict and by words, and tells how many are left', async () => {
  const { page } = await open()
  const rows = page.locator('table.requirements tbody tr:visible')
  expect(await rows.count()).toBe(14)
  await page.getByLabel('failed').check()
  expect(await rows.count()).toBe(2)
  await page.keyboard.press('/')
  await page.keyboard.type('LISTS nothing')
  expect(await rows.count()).toBe(1)
  expect(await page.getByRole('status').textContent()).toBe('1 of 14 shown')
  await page.keyboard.press('Escape')
  expect(await rows.count()).toBe(2)
})

it('opens what a link leads to', async () => {
  const { page } = await open('#exchange-3')
  expect(await page.locator('#exchange-3').isVisible()).toBe(true)
  expect(await page.locator('#exchange-4').isVisible()).toBe(false)
})

// Without its script the page lacks the filter and the buttons, and nothing else.
it('can be read without script', async () => {
  const { page } = await open('#discovery.tags.zero', { javaScriptEnabled: false })
  expect(await page.locator('.filter').isVisible()).toBe(false)
  expect(await page.locator('button:visible').count()).toBe(0)
  expect(await page.locator('table.requirements tbody tr:visible').count()).toBe(14)
  await page.locator('#discovery\\.tags\\.zero summary').first().click()
  expect(await page.locator('#exchange-2').isVisible()).toBe(true)
})

it.for([360, 1024, 1920])('needs no sideways scrolling at %i columns', async (width) => {
  const { page } = await open('', { width })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
})

it('reaches links, folds and the copy button by keyboard', async () => {
  const { page } = await open()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the findings')
  const fold = page.locator('.by-hand summary').first()
  await fold.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.className')).toBe('copy')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('button.copy').first().textContent()).toBe('Copied')
})
