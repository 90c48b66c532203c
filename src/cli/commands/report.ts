import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { conclusionOf } from '../../results/conclusion/conclusion.ts'
import { bases, type Basis } from '../../engine/requirement.ts'
import { replay } from '../../results/replay.ts'
import { compare, expectationsOf } from '../../results/expectations/compare.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { lockFolder } from '../../files/lock.ts'
import { checkEarlier, since } from '../../results/comparison/since.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { mergeResults, UnmergeableShards } from '../../results/shards/merge-results.ts'
import { multiplex } from '../../results/multiplex.ts'
import { printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { resultsJson } from '../../results/file/results-json.ts'
import { expectationsFrom } from '../input/expectations.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { reportUrlText } from '../input/options.ts'
import { levelAbout, reportUrlAbout } from '../configuration/report-settings.ts'
import { formatLines, formatNames, reportsIn, usualFormats } from '../../reporters/reports.ts'
import { terminal } from '../../reporters/terminal/terminal.ts'
import type { Outcome } from '../outcome.ts'
import { storedResult } from '../input/stored.ts'
import { exitCodeWith } from '../output/written.ts'

interface ReportFlags {
  merge?: true
  compare?: true
  format?: string[]
  reports: string
  strict?: true
  level?: Basis
  verbose?: true
  expectations?: string
  compareWith?: string
  exchange?: number[]
  reportUrl?: string
}

const usual = ['terminal', ...usualFormats]
const usualOfComparison = ['terminal', 'html']

/** `oci-assay report <results.json…>`: writes the reports of stored results, merges the shards of a run, and compares. */
export function reportCommand(outcome: Outcome): Command {
  return new Command('report')
    .description('write the reports of a stored result, or of the shards of one run')
    .argument(
      '<results.json...>',
      'results of a run, or of all its shards; with --compare, name=results.json names the column',
    )
    .option('--merge', 'join the shards of one run, and write its results.json')
    .addOption(
      new Option(
        '--compare',
        'put results side by side: several registries, or runs of one, oldest to newest by version and date',
      ).conflicts(['merge', 'strict', 'level', 'expectations', 'compareWith']),
    )
    .addOption(
      new Option(
        '--format <name...>',
        `reports to write (default: ${usual.join(', ')}; with --compare: ${usualOfComparison.join(', ')})`,
      ).choices([...new Set(['terminal', ...formatNames, 'json'])]),
    )
    .addOption(
      new Option(
        '--exchange <number...>',
        'print these exchanges in full, by the numbers that reports show, and write no report',
      )
        .argParser(exchangeNumbers)
        .conflicts(['merge', 'compare', 'format']),
    )
    .option('--reports <folder>', 'folder of the reports', 'reports')
    .addOption(new Option('--report-url <url>', reportUrlAbout).argParser(reportUrlText))
    .option('--strict', 'warnings fail too')
    .addOption(new Option('--level <basis>', levelAbout).choices(bases))
    .option('--verbose', 'also print HTTP exchanges, notes and slowest requests')
    .option(
      '--expectations <file>',
      'known failures: only new failures, stale entries and expired entries fail',
    )
    .option('--compare-with <results.json>', 'an earlier result of the same target: list what changed since')
    .addHelpText(
      'after',
      `\nFormats:\n${formatLines()
        .map((line) => `  ${line}\n`)
        .join('')}`,
    )
    .action(async (files: string[], flags: ReportFlags) => {
      outcome.exitCode = await report(files, flags)
    })
}

async function report(files: readonly string[], flags: ReportFlags): Promise<number> {
  const { format = usual, reports: folder } = flags
  if (flags.compare) {
    const { compareResults } = await import('./compare.ts')
    return compareResults(files, { format: flags.format ?? usualOfComparison, reports: folder })
  }
  checkFlags(files, format, flags)
  if (flags.exchange) {
    const { printExchanges } = await import('./report-exchange.ts')
    printExchanges(await resultOf(files, flags), flags.exchange, process.stdout)
    return 0
  }
  return write(await resultOf(files, flags), files, format, flags)
}

function exchangeNumbers(text: string, before: number[] = []): number[] {
  const digits = /^#?(?<digits>\d{1,9})$/.exec(text)?.groups?.['digits']
  if (digits === undefined) throw new InvalidArgumentError('must be the number of an exchange, such as 303.')
  return [...before, Number(digits)]
}

function checkFlags(files: readonly string[], format: readonly string[], { merge }: ReportFlags): void {
  if (format.includes('json')) {
    const advice = 'results.json is the JSON of one result; --format json requires --compare'
    throw new Failure('a result has no format json', exitCodes.usage, advice)
  }
  if (files.length > 1 && !merge) {
    const advice = 'add --compare to put them side by side, or --merge where they are the shards of one run'
    throw new Failure('specify one result', exitCodes.usage, advice)
  }
}

/** The stored result, or the shards as one, annotated as the flags specify. */
async function resultOf(files: readonly string[], flags: ReportFlags): Promise<RunResult> {
  const expectations =
    flags.expectations === undefined ? undefined : await expectationsFrom(flags.expectations)
  const stored: RunResult[] = []
  for (const file of files) stored.push(await storedResult(file))
  const joined = flags.merge ? merged(files, stored) : stored[0]
  if (!joined) throw new Failure('specify one result', exitCodes.usage)
  const known = expectations ?? (flags.merge ? expectationsIn(stored) : undefined)
  const expected = known ? compare(joined, known) : joined
  const earlier = flags.compareWith === undefined ? undefined : await storedResult(flags.compareWith)
  checkEarlier(earlier, expected.profile)
  return since(expected, earlier)
}

/** Writes the reports by replaying the result; returns the exit code of its conclusion. */
async function write(
  result: RunResult,
  files: readonly string[],
  format: readonly string[],
  { merge, reports: folder, strict, level = 'derived', verbose, reportUrl }: ReportFlags,
): Promise<number> {
  const counting = { strict: strict === true, level }
  const names = format.filter((name) => name !== 'terminal')
  const results = join(folder, 'results.json')
  if (merge) keepInputs(files, results)
  const unlock = merge || names.length > 0 ? lockFolder(folder) : undefined
  const { paths: reportPaths, reporters } = reportsIn(folder, names, {
    ...counting,
    ...withoutUndefined({ reportUrl }),
  })
  const paths = [...(merge ? [results] : []), ...reportPaths]
  const output = multiplex([
    ...(merge ? [resultsJson(results, counting)] : []),
    ...reporters,
    ...(format.includes('terminal')
      ? [terminal({ stream: process.stdout, reports: paths, ...counting, verbose: verbose === true })]
      : []),
  ])
  try {
    for (const event of replay(result)) output.emit(event)
    const failures = await output.end(result)
    const { exitCode } = conclusionOf(result, counting)
    return await exitCodeWith({ paths, failures, exitCode, headline: headlineOf(result, counting) })
  } finally {
    unlock?.()
  }
}

function merged(files: readonly string[], results: readonly RunResult[]): RunResult {
  try {
    return mergeResults(results.map((result, index) => ({ name: files[index] ?? '', result })))
  } catch (error) {
    if (!(error instanceof UnmergeableShards)) throw error
    const advice = 'specify the results.json of each shard of one run, as --shard 1/3, 2/3 and 3/3 wrote them'
    throw new Failure(
      `these are not the shards of one run: ${printable(error.message)}`,
      exitCodes.usage,
      advice,
    )
  }
}

/** The known failures that the shards were compared with; only the whole shows which of them pass. */
const expectationsIn = (results: readonly RunResult[]) => {
  const [comparison] = results.flatMap(({ expectations }) => expectations ?? [])
  return comparison && expectationsOf(comparison)
}

/** The merged result must not be written over one of its shards. */
function keepInputs(files: readonly string[], results: string): void {
  if (!files.some((file) => resolve(file) === resolve(results))) return
  throw new Failure(
    `${results} is one of the shards`,
    exitCodes.usage,
    'choose another folder with --reports',
  )
}
