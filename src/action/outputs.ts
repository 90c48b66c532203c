import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '../results/conclusion/failure.ts'
import { keepKilled } from '../cli/process/keep-killed.ts'
import { printable } from '../results/text/printable.ts'
import { readStored } from '../results/file/read.ts'
import { fileOf } from '../reporters/reports.ts'

/** The conclusion where no result was written, so that nothing was tested. */
const withoutResult = 'not-tested'

/** The conclusion of a run that was killed. */
const unfinished = { name: 'interrupted', headline: 'The run did not finish' }

/** The formats whose files are outputs of action.yml, under the same names. */
const outputs: readonly string[] = ['junit', 'html', 'badge', 'markdown']

const filesOf = (formats: readonly string[]): [string, string][] => [
  ['results', 'results.json'],
  ...formats.flatMap((name): [string, string][] => {
    const file = outputs.includes(name) ? fileOf(name) : undefined
    return file === undefined ? [] : [[name, file]]
  }),
]

/**
 * Removes what another step has left there, so that nothing of it is reported as this one's; not what is
 * needed to clean up after one that was killed.
 */
export function clear(folder: string, formats: readonly string[]): void {
  keepKilled(folder)
  for (const [, file] of filesOf(formats)) rmSync(join(folder, file), { force: true })
}

/** The outputs of the step; `formats` are those of its reports, and undefined where it has written none. */
export async function outputsOf(
  exitCode: number,
  folder: string,
  formats: readonly string[] | undefined,
): Promise<Record<string, string>> {
  const possible = formats === undefined ? [] : filesOf(formats)
  const written = possible.flatMap(([name, file]) => {
    const path = join(folder, file)
    return existsSync(path) ? [[name, path] as const] : []
  })
  const results = written.find(([name]) => name === 'results')?.[1]
  return {
    conclusion: exitCode === exitCodes.interrupted ? 'interrupted' : withoutResult,
    'exit-code': String(exitCode),
    reports: folder,
    ...Object.fromEntries(written),
    ...(results === undefined ? {} : await concludedIn(results)),
  }
}

/** The conclusion of a result, as it was stored, and how many requirements have each verdict. */
async function concludedIn(path: string): Promise<Record<string, string>> {
  const stored = await readStored(path).catch(() => undefined)
  if (!stored) return {}
  const { result, conclusion } = stored
  const { name, headline } = conclusion ?? unfinished
  const { pass, fail, warn, unsupported, blocked, skipped, error } = result.totals.requirements
  return {
    conclusion: name,
    headline: printable(headline),
    passed: String(pass),
    failed: String(fail),
    warned: String(warn),
    unsupported: String(unsupported),
    blocked: String(blocked),
    skipped: String(skipped),
    errors: String(error),
  }
}
