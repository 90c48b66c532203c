import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '../failure.ts'
import { readResults } from '../reporters/results-file.ts'

const verdicts: Readonly<Record<number, string>> = {
  0: 'conformant',
  [exitCodes.broken]: 'broken',
  [exitCodes.usage]: 'misused',
  [exitCodes.notAssayed]: 'not-assayed',
  [exitCodes.interrupted]: 'interrupted',
}

/** The files that a run may have written, by the names of the outputs. */
const files = {
  results: 'results.json',
  junit: 'junit.xml',
  html: 'report.html',
  badge: 'badge.json',
  markdown: 'report.md',
} as const

/** Removes what another step has left there, so that nothing of it is told as this one's. */
export function clear(folder: string): void {
  for (const file of Object.values(files)) rmSync(join(folder, file), { force: true })
}

/** What the step tells the others. */
export async function outputsOf(exitCode: number, folder: string): Promise<Record<string, string>> {
  const written = Object.entries(files).flatMap(([name, file]) => {
    const path = join(folder, file)
    return existsSync(path) ? [[name, path] as const] : []
  })
  const results = written.find(([name]) => name === 'results')?.[1]
  return {
    verdict: verdicts[exitCode] ?? 'misused',
    'exit-code': String(exitCode),
    reports: folder,
    ...Object.fromEntries(written),
    ...(results === undefined ? {} : await countsIn(results)),
  }
}

async function countsIn(path: string): Promise<Record<string, string>> {
  const result = await readResults(path).catch(() => undefined)
  if (!result) return {}
  const { pass, fail, warn, unsupported, blocked, skipped, error } = result.totals.requirements
  return {
    passed: String(pass),
    failed: String(fail),
    warned: String(warn),
    unsupported: String(unsupported),
    blocked: String(blocked),
    skipped: String(skipped),
    errors: String(error),
  }
}
