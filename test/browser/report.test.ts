import { createRequire } from 'node:module'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { effectsOf } from '../../suites/distribution/faults.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { page as report } from '../../src/reporters/html/page.ts'
import { fixtureResult } from '../unit/reporters/fixture.ts'
import { closeAll, open, unfold, type OpenOptions } from './browser.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let folder: string
let address: string
let whole: string
let many: string

const written = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, text)
  return pathToFileURL(file).href
}

/** A run against a registry with faults of different kinds: each section of a registry's report is there. */
async function wholeReport(): Promise<string> {
  const registry = await createReferenceRegistry({
    spec: '1.1',
    effects: effectsOf(
      'helm-refused',
      'unknown-fields-dropped',
      'manifest-limit-one-megabyte',
      'sha512-refused',
    ),
  }).listen()
  const { result } = await assay({ target: registry.url, spec: '1.1', seed: '00', depth: 'quick' })
  await registry.close()
  return report(result)
}

/** Many images, of which one has lost a layer: its reason contains a digest, which has no place to break a line at. */
function imagesReport(): string {
  const outcome = { kind: 'image-outcome', failed: [], warned: [], size: 113_800 } as const
  const reason = `linux/arm64 › layer 4 is missing (sha256:${'3cd3efea'.repeat(8)}); --allow-missing accepts that`
  const lost = {
    ...outcome,
    name: 'registry.example/team/app:v500',
    conclusion: 'incomplete',
    reason,
  } as const
  const sound = { ...outcome, name: 'registry.example/team/app:v501', conclusion: 'conformant' } as const
  return report({ ...fixtureResult(), evidence: [lost, sound] })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))
  address = await written('report.html', report(fixtureResult()))
  many = await written('many.html', imagesReport())
  whole = await written('whole.html', await wholeReport())
}, 120_000)
afterEach(closeAll)
afterAll(() => rm(folder, { recursive: true, force: true }))

const opened = (hash = '', options: OpenOptions = {}) => open(address + hash, options)

// The fixture's target sends scripts and handlers wherever it can; the only request is for the page itself.
it('runs nothing of the target, loads nothing, and keeps to its own policy', async () => {
  const { page, events } = await opened()
  await unfold(page)
  expect(await page.title()).toBe('http://registry.example:5000: distribution 1.1, oci-assay')
  expect(await page.locator('img, iframe').count()).toBe(0)
  expect(events).toEqual([address])
})

describe('the filter', () => {
  const shown = 'table.requirements tbody tr:visible'

  it('goes by verdict, level, suite and words, and counts how many are left', async () => {
    const { page } = await opened()
    const rows = page.locator(shown)
    const status = page.locator('#requirement-filter [role=status]')
    await expect.poll(() => rows.count()).toBe(14)
    await page.getByLabel('failed').check()
    await expect.poll(() => rows.count()).toBe(2)
    await page.keyboard.press('/')
    await page.keyboard.type('LISTS nothing')
    await expect.poll(() => rows.count()).toBe(1)
    expect(await status.textContent()).toBe('1 of 14 shown')
    await page.keyboard.press('Escape')
    await page.getByLabel('failed').uncheck()
    await page.getByLabel('SHOULD').check()
    await expect.poll(() => rows.count()).toBe(1)
    await page.getByLabel('SHOULD').uncheck()
    await page.getByLabel('Suite to show').selectOption('content-management')
    await expect.poll(() => rows.count()).toBe(3)
    expect(await page.locator('table.requirements:visible').count()).toBe(1)
  })

  it('is in the address, and survives a reload', async () => {
    const { page } = await opened()
    await page.getByLabel('failed').check()
    await page.getByLabel('Find requirements by their text').fill('nothing')
    expect(await page.evaluate('location.hash')).toBe('#requirements?verdict=fail&find=nothing')
    await page.reload()
    await expect.poll(() => page.locator(shown).count()).toBe(1)
    expect(await page.getByLabel('failed').isChecked()).toBe(true)
  })

  it('lets a link to what it hides through', async () => {
    const { page } = await opened('#requirements?verdict=fail')
    expect(await page.locator(shown).count()).toBe(2)
    await page.evaluate(`location.hash = 'pull.version'`)
    await page.locator('#pull\\.version').waitFor({ state: 'visible' })
  })
})

describe('a link', () => {
  it('opens what is folded up, also after a reload', async () => {
    const { page } = await opened('#exchange-3')
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await page.locator('#exchange-3').isVisible()).toBe(true)
      expect(await page.locator('#exchange-4').isVisible()).toBe(false)
      await page.reload()
    }
  })

  // No finding rests on exchange 9: it is packed until it is needed.
  it('unpacks the exchange that it leads to', async () => {
    const { page, events } = await opened('#exchange-9')
    await page.locator('#exchange-9').waitFor({ state: 'visible' })
    expect(await page.locator('#exchange-9').textContent()).toContain('UNSUPPORTED')
    expect(events).toEqual([address])
  })

  it('leads into the findings of a requirement', async () => {
    const { page } = await opened('#discovery.tags.zero')
    expect(await page.evaluate(`document.querySelector(':target').className`)).toBe('cause fail')
  })
})

it('lists and searches all exchanges', async () => {
  const { page } = await opened()
  const rows = page.locator('#exchange-list > li:visible')
  await expect.poll(() => rows.count()).toBe(0)
  await page.getByRole('button', { name: 'Show all 9' }).click()
  await rows.first().waitFor()
  await expect.poll(() => rows.count()).toBe(9)
  await page.getByLabel('Find exchanges by their text').fill('delete 405')
  await expect.poll(() => rows.count()).toBe(1)
  await rows.locator('summary').click()
  await expect.poll(() => page.locator('#exchange-9').isVisible()).toBe(true)
})

// Without its script the page lacks filters, buttons and the exchanges that no finding rests on; nothing else.
it('can be read without script', async () => {
  const { page } = await opened('#discovery.tags.zero', { javaScriptEnabled: false })
  expect(await page.locator('.filter:visible').count()).toBe(0)
  expect(await page.locator('button:visible').count()).toBe(0)
  expect(await page.locator('table.requirements tbody tr:visible').count()).toBe(14)
  await page.locator('#discovery\\.tags\\.zero summary').first().click()
  expect(await page.locator('#exchange-2').isVisible()).toBe(true)
})

it('reaches links, folds and the copy button by keyboard', async () => {
  const { page } = await opened()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the findings')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('main')
  const fold = page.locator('.reproduction summary').first()
  await fold.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.className')).toBe('copy')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('button.copy').first().textContent()).toBe('Copied')
})

it('prints what is folded up, and none of what only works on a screen', async () => {
  const { page } = await opened()
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('#exchange-3').isVisible()).toBe(true)
  expect(await page.locator('.filter:visible, nav:visible, button:visible').count()).toBe(0)
})

const themes = ['light', 'dark'] as const
const widths = [360, 1024, 1920]

// From 1200 on, the contents are beside what they lead to, so that less is left for the table.
it.each([360, 1024, 1200])(
  'has a table of many images that needs no sideways scrolling at %i',
  async (width) => {
    const { page } = await open(many, { width })
    await unfold(page)
    expect(await page.locator('#images tbody tr').count()).toBe(1)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  },
)

describe.each(widths)('at %i columns', (width) => {
  it('needs no sideways scrolling, whatever is open', async () => {
    const { page } = await open(whole, { width })
    await unfold(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  // The tool itself is brought in by the debugging protocol: the page's policy lets no other script in.
  it.each(themes)('has no accessibility violation in %s', async (colorScheme) => {
    const { page } = await open(whole, { width, colorScheme })
    await page.locator('.reproduction summary').first().click()
    await page.locator('.exchange summary').first().click()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Page.setBypassCSP', { enabled: true })
    await cdp.send('Runtime.evaluate', { expression: axe })
    const found: unknown = await page.evaluate(
      `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary).join(' | ')))`,
    )
    expect(found).toEqual([])
  })
})
