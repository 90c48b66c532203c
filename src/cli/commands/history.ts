import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { withoutUndefined } from '../../engine/optional.ts'
import { lockFolder } from '../../files/lock.ts'
import { FileProblem } from '../../files/problem.ts'
import { writeWhole } from '../../files/write.ts'
import { historyFiles } from '../../reporters/history/files.ts'
import { historyLines } from '../../reporters/history/terminal.ts'
import { paintFor } from '../../reporters/terminal/paint.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { History, Series } from '../../results/history/history.ts'
import { exitCodeOf } from '../../results/history/latest.ts'
import { addToHistory, readHistory } from '../../results/history/store.ts'
import { noCommand, printable } from '../../results/text/printable.ts'
import { integer } from '../input/options.ts'
import { namedFile, storedRun } from '../input/stored.ts'
import type { Outcome } from '../outcome.ts'

interface HistoryFlags {
  add?: string[]
  staleAfter?: number
}

/** `oci-assay history <folder>`: keeps results over time, and makes page, badges and JSON of them. */
export function historyCommand(outcome: Outcome): Command {
  return new Command('history')
    .description('keep results over time: a page of what changed when, and badges')
    .argument('<folder>', 'folder of the history; made where it is missing')
    .option(
      '--add <results.json...>',
      'results to keep; name=results.json names the product, e.g. "zot 2.1.20=results.json"',
    )
    .addOption(
      new Option(
        '--stale-after <days>',
        'badges are grey if their latest result is older than this (default: they show its date alone)',
      ).argParser(integer(1, 36_500)),
    )
    .addHelpText(
      'after',
      `
Writes history.html, history.md, history.json and badges/ into the folder.

Exit codes, of the latest results, with --add of those products alone:
  0  no new failure since the result before
  1  new failures
  2  wrong usage
  3  a run could not evaluate everything, or a file could not be written
`,
    )
    .action(async (folder: string, flags: HistoryFlags) => {
      try {
        outcome.exitCode = await keep(folder, flags)
      } catch (error) {
        throw error instanceof FileProblem ? withoutReports(error) : error
      }
    })
}

/** The folder is an argument here, and not that of --reports. */
const withoutReports = ({ message, misnamed, advice, cause }: FileProblem): FileProblem =>
  new FileProblem(message, { misnamed, advice: advice?.replace(' with --reports', ''), cause })

async function keep(folder: string, { add = [], staleAfter }: HistoryFlags): Promise<number> {
  const runs = []
  for (const { name, path } of add.map(namedFile))
    runs.push({ ...(await storedRun(path)), ...withoutUndefined({ name }) })
  if (runs.length === 0 && !existsSync(folder)) throw nothingIn(folder, 'does not exist')
  const unlock = lockFolder(folder)
  try {
    const added = runs.map(({ result, ...options }) => addToHistory(folder, result, options))
    const history = readHistory(folder)
    for (const { file, why } of history.unread) warn(`${join(folder, file)} is left out: ${why}`)
    if (history.series.length === 0) throw nothingIn(folder, 'contains no result of a history')
    const paths = written(folder, history, staleAfter)
    print(history, paths)
    if (added.length > 0 && added.every((each) => !each.added)) warn('the results were there already')
    return exitCodeOf(ofRuns(history, added))
  } finally {
    unlock()
  }
}

const nothingIn = (folder: string, why: string): Failure =>
  new Failure(
    `${folder} ${why}`,
    exitCodes.usage,
    `add one: oci-assay history ${folder} --add reports/results.json`,
  )

function written(folder: string, history: History, staleAfter: number | undefined): string[] {
  const files = historyFiles(history, withoutUndefined({ staleAfter }))
  for (const [file, text] of files) writeWhole(join(folder, file), text)
  return [...files.keys()].filter((file) => !file.startsWith('badges/')).map((file) => join(folder, file))
}

/** The series that the results belong to; all where none was added. */
function ofRuns({ series }: History, added: readonly { file: string }[]): readonly Series[] {
  if (added.length === 0) return series
  const files = new Set(added.map(({ file }) => file))
  return series.filter(({ results }) => results.some(({ file }) => files.has(file)))
}

function print(history: History, paths: readonly string[]): void {
  const { stdout } = process
  const width = Math.min(Math.max(40, stdout.columns ?? 80), 120)
  const lines = historyLines(history, { paint: paintFor(stdout), width })
  stdout.write(`${[...lines, '', ...paths.map((path) => `report  ${path}`)].join('\n')}\n`)
}

const warn = (text: string): void => void process.stderr.write(noCommand(`oci-assay: ${printable(text)}\n`))
