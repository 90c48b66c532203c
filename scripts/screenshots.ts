/**
 * Makes docs/report.png, the head of report.html: `npm run screenshots`. With `-- --out <folder>` it writes the page there instead as
 * it looks at 360 and 1,280 pixels, light and dark. Needs Chromium; CHROMIUM names another one than /usr/bin/chromium.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { htmlReport } from '../src/index.ts'
import { runExample, shown } from './recording/example.ts'

const { values } = parseArgs({ options: { out: { type: 'string' } } })

interface Picture {
  file: string
  width: number
  height: number
  colorScheme: 'light' | 'dark'
}

const pictures: readonly Picture[] =
  values.out === undefined
    ? [{ file: 'docs/report.png', width: 1280, height: 1000, colorScheme: 'light' }]
    : [360, 1280].flatMap((width) =>
        (['light', 'dark'] as const).map((colorScheme) => ({
          file: join(values.out!, `report-${width}-${colorScheme}.png`),
          width,
          height: width < 500 ? 1600 : 1000,
          colorScheme,
        })),
      )

if (values.out !== undefined) mkdirSync(values.out, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'oci-assay-screenshots-'))
const page = join(folder, 'report.html')
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const url = await runExample([htmlReport(page)])
  writeFileSync(page, readFileSync(page, 'utf8').replaceAll(url, shown))
  for (const { file, width, height, colorScheme } of pictures) {
    const opened = await browser.newPage({ viewport: { width, height }, colorScheme })
    await opened.goto(pathToFileURL(page).href)
    await opened.screenshot({ path: file })
    await opened.close()
  }
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
