import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ConclusionOptions } from '../engine/conclusion.ts'
import { page } from './html/page.ts'
import type { Reporter } from './reporter.ts'

/** Writes the report for people: one HTML file that can be opened, mailed and kept. */
export const htmlReport = (path: string, options: ConclusionOptions = {}): Reporter => ({
  name: 'report.html',
  async onEnd(result) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, page(result, options))
  },
})
