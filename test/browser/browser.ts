import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

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

export interface Opened {
  page: Page
  /** Messages of the browser, its requests and its dialogs. */
  events: string[]
}

export interface OpenOptions {
  javaScriptEnabled?: boolean
  width?: number
  colorScheme?: 'light' | 'dark'
}

const contexts: BrowserContext[] = []

/** Opens an address in a browser that knows nothing of any other. */
export async function open(address: string, options: OpenOptions = {}): Promise<Opened> {
  const { javaScriptEnabled = true, width = 1024, colorScheme = 'light' } = options
  const profile = await mkdtemp(join(tmpdir(), 'oci-assay-profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: quiet,
    javaScriptEnabled,
    colorScheme,
    viewport: { width, height: 900 },
  })
  contexts.push(context)
  const page = await context.newPage()
  const events: string[] = []
  page.on('console', (message) => events.push(message.text()))
  page.on('pageerror', (error) => events.push(error.message))
  page.on('dialog', (dialog) => {
    events.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => events.push(request.url()))
  await page.goto(address)
  return { page, events }
}

/** Closes what the test opened. */
export async function closeAll(): Promise<void> {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
}

/** Opens everything that is folded up, the exchanges too. */
export async function unfold(page: Page): Promise<void> {
  const list = page.locator('#show-exchanges')
  if ((await list.count()) > 0) {
    await list.click()
    await page.locator('#exchange-list > li').first().waitFor()
  }
  await page.evaluate(`for (const fold of document.querySelectorAll('details')) fold.open = true`)
  // Wait until the last one is filled.
  await page.waitForFunction(
    `[...document.querySelectorAll('#exchange-list details')].every((fold) => fold.children.length > 1)`,
  )
}
