import { join } from 'node:path'
import type { RunOutcome } from '../../assay/pipeline.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { lockFolder } from '../../files/lock.ts'
import { reportsIn, usualFormats } from '../../reporters/reports.ts'
import { terminal } from '../../reporters/terminal/terminal.ts'
import { conclusionOf } from '../../results/conclusion/conclusion.ts'
import { exitCodes } from '../../results/conclusion/failure.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { resultsJson } from '../../results/file/results-json.ts'
import type { Reporter } from '../../results/reporter.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { exitCodeWith } from '../output/written.ts'
import { watchForBlock } from '../process/blocked.ts'
import type { Interruption } from '../process/interruption.ts'
import { keepKilled } from '../process/keep-killed.ts'
import { watchMemory } from '../process/memory.ts'
import { endingEarly } from '../process/start.ts'

/** What a run is given that ends with its reports. */
export interface Reporting {
  signal: AbortSignal
  reporters: readonly Reporter[]
  /** Path of results.json. */
  results: string
}

/**
 * Runs something that ends with its reports whatever happens: an interrupt, a block of the process, a lack of memory. Returns the exit
 * code. `stop` ends at once what was started; it may be called at any time, and twice.
 */
export async function reported(
  chosen: RunSettings,
  interruption: Interruption,
  stop: () => Promise<void>,
  run: (reporting: Reporting) => Promise<RunOutcome>,
): Promise<number> {
  const { reports: folder = 'reports', format = usualFormats, strict = false, level = 'derived' } = chosen
  const counting = { strict, level }
  const unlock = lockFolder(folder)
  const memory = watchMemory()
  keepKilled(folder)
  const results = join(folder, 'results.json')
  const reports = reportsIn(folder, format, {
    ...counting,
    ...withoutUndefined({ reportUrl: chosen.reportUrl }),
  })
  const paths = [results, ...reports.paths]
  const { signal } = interruption
  let hasBegun = false
  interruption.handle({
    // Before that, the failure is reported as interrupted.
    note: () =>
      hasBegun ? 'interrupted; cleaning up and writing the reports (once more ends at once)' : undefined,
    // At once, but not without removing what was started.
    last: stop,
  })
  const goOn = endingEarly(interruption.abort)
  const watch = watchForBlock({ results, runTimeout: chosen.runTimeout, signal, ...counting })
  try {
    const { result, failures } = await run({
      signal,
      results,
      reporters: [
        watch.reporter,
        { name: 'beginning', onEvent: ({ type }) => void (hasBegun ||= type === 'run-started') },
        resultsJson(results, counting),
        ...reports.reporters,
        terminal({
          stream: process.stdout,
          reports: paths,
          ...counting,
          verbose: chosen.verbose ?? false,
        }),
      ],
    })
    const { exitCode } = conclusionOf(result, counting)
    const headline = headlineOf(result, counting)
    const code = await exitCodeWith({ paths, failures, exitCode, headline })
    return signal.aborted ? exitCodes.interrupted : code
  } finally {
    watch.stop()
    goOn()
    memory.stop()
    await stop()
    unlock()
  }
}
