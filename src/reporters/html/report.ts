import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { page } from './page.ts'
import type { Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'

/** Writes the report for people: one HTML file that can be opened, mailed and kept. */
export const htmlReport = (path: string, options: ConclusionOptions = {}): Reporter =>
  writing('report.html', path, (result) => page(result, options))
