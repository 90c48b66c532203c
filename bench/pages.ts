import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { assay } from '../src/assay/assay.ts'
import type { Grid } from '../src/results/comparison/grid.ts'
import { comparisonPage } from '../src/reporters/comparison/html/page.ts'
import { page } from '../src/reporters/html/page.ts'
import { isExchange } from '../src/results/record.ts'
import { tenOf } from '../fixtures/ten-columns.ts'
import { projectRoot } from '../fixtures/registries/install.ts'
import { withRegistry } from '../fixtures/registries/start.ts'
import { atMost, median, type Figure, type Limit } from './figures.ts'

const runs = 7
const openingComparisonLimit: Limit = { value: 2000, text: '2 s' }
const openingReportLimit: Limit = { value: 1000, text: '1 s' }
const sizeLimit: Limit = { value: 400_000, text: '400 kB' }

/** How soon a comparison of ten registries responds to input. */
export function openingComparison(): Promise<Figure> {
  const grid = JSON.parse(
    readFileSync(join(projectRoot(), 'reports', 'matrix', 'registries.json'), 'utf8'),
  ) as Grid
  return opening(
    'opening a comparison of ten registries',
    openingComparisonLimit,
    comparisonPage(tenOf(grid)),
  )
}

/** The report of a whole run against a real registry, with all exchanges: its size, and how soon it responds to input. */
export async function reportPage(registry: string): Promise<Figure[]> {
  const name = `the report of a run against ${registry}`
  const { result } = await withRegistry(registry, ({ url }) => assay({ target: url, depth: 'quick' }))
  const text = page(result)
  const size = Buffer.byteLength(text)
  const measured = `${Math.round(size / 1000)} kB with ${result.evidence.filter(isExchange).length} exchanges`
  return [
    atMost(`size of ${name}`, size, sizeLimit, measured),
    await opening(`opening ${name}`, openingReportLimit, text),
  ]
}

/** From the request for a page to the frame after its script has run, against the same of an empty page. */
async function opening(name: string, limit: Limit, text: string): Promise<Figure> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(executablePath))
    return { name, limit: limit.text, measured: `there is no ${executablePath}`, verdict: 'skipped' }
  const folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const [page, empty] = [join(folder, 'page.html'), join(folder, 'empty.html')]
    await writeFile(page, text)
    await writeFile(empty, '<!doctype html><title>empty</title>')
    const times = { page: [] as number[], empty: [] as number[] }
    for (let run = 0; run < runs; run++) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
      times.page.push(await opened(browser, page))
      // oxlint-disable-next-line no-await-in-loop
      times.empty.push(await opened(browser, empty))
    }
    const [milliseconds, bare] = [median(times.page), median(times.empty)]
    const measured = `${(milliseconds / 1000).toFixed(2)} s (an empty page ${(bare / 1000).toFixed(2)} s, ${runs} pairs, ${Math.round(Buffer.byteLength(text) / 1000)} kB)`
    return atMost(name, milliseconds, limit, measured)
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Milliseconds until the page responds to input: it was loaded, laid out, painted, and its script was through. */
async function opened(browser: Browser, file: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  try {
    const start = performance.now()
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' })
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
    return performance.now() - start
  } finally {
    await page.close()
  }
}
