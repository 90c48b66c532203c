import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { htmlReport } from '../../src/reporters/html/report.ts'
import { terminal } from '../../src/reporters/terminal/terminal.ts'
import { closeAll, open, unfold } from './browser.ts'
import { hostileRegistry } from './hostile-registry.ts'

let folder: string
let file: string
let screen: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-assay-hostile-'))
  file = join(folder, 'report.html')
  const registry = await hostileRegistry()
  const stream = new PassThrough()
  const lines: Buffer[] = []
  stream.on('data', (chunk: Buffer) => lines.push(chunk))
  const reporters = [htmlReport(file), terminal({ stream, colour: false, verbose: true })]
  const { result, failures } = await assay({
    target: registry.url,
    spec: '1.1',
    seed: '00',
    depth: 'quick',
    reporters,
  })
  await registry.close()
  expect(failures).toEqual([])
  expect(result.totals.requirements.fail).toBeGreaterThan(3)
  screen = Buffer.concat(lines).toString()
}, 300_000)
afterEach(closeAll)
afterAll(() => rm(folder, { recursive: true, force: true }))

// Whatever the registry wrote is there as text: nothing runs, nothing is loaded, no error is logged.
it.for([360, 1024])(
  'runs nothing of a hostile registry, and keeps its layout at %i columns',
  async (width) => {
    const address = pathToFileURL(file).href
    const { page, events } = await open(address, { width })
    const title = await page.title()
    await unfold(page)
    expect(await page.locator('img, iframe, object, embed, svg svg svg, [onerror], [onload]').count()).toBe(0)
    expect(await page.title()).toBe(title)
    expect(events).toEqual([address])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const text = String(await page.evaluate('document.body.textContent'))
    expect(text).toContain('<script>')
    expect(text).toContain('{{7*7}}')
    expect(text).not.toMatch(/[^\P{C}\n\t]/u)
  },
)

it('stays a page that can be mailed', async () => {
  expect((await readFile(file)).length).toBeLessThan(2_500_000)
})

it('sends a terminal no escape, and no line without end', () => {
  expect(screen).not.toMatch(/[^\P{C}\n]/u)
  expect(Math.max(...screen.split('\n').map((line) => line.length))).toBeLessThan(2000)
})
