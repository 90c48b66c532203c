import { join } from 'node:path'
import { assay } from '../../assay/assay.ts'
import type { AssayOptions } from '../../assay/options.ts'
import type { RunOutcome } from '../../assay/pipeline.ts'
import { runTimeoutOf } from '../../assay/run-timeout.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { lockFolder } from '../../files/lock.ts'
import { ledgerFileOf } from '../../registry/ledger/write-file.ts'
import { reportsIn, usualFormats } from '../../reporters/reports.ts'
import { terminal } from '../../reporters/terminal/terminal.ts'
import { conclusionOf } from '../../results/conclusion/conclusion.ts'
import { exitCodes } from '../../results/conclusion/failure.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { resultsJson } from '../../results/file/results-json.ts'
import type { Resolved } from '../configuration/resolve.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { containerIn } from '../input/container.ts'
import { exitCodeWith } from '../output/written.ts'
import { watchForBlock } from '../process/blocked.ts'
import type { Interruption } from '../process/interruption.ts'
import { keepKilled } from '../process/keep-killed.ts'
import { watchMemory } from '../process/memory.ts'
import { endingEarly } from '../process/start.ts'
import { checkTarget, inputsOf } from './inputs.ts'
import { starterOf } from './started-target.ts'

/**
 * Runs with the settings of the command line, the environment and the file; returns the exit code. `assess` does something else
 * than testing the target. Throws Failure.
 */
export async function runWith(
  typed: RunSettings,
  resolved: Resolved,
  interruption: Interruption,
  { assess = assay }: { assess?: (options: AssayOptions) => Promise<RunOutcome> } = {},
): Promise<number> {
  const { settings: chosen } = resolved
  checkTarget(typed, chosen)
  const container = containerIn(typed, chosen)
  const inputs = await inputsOf(typed, resolved)
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
  const starter = starterOf(chosen, container)
  let hasBegun = false
  interruption.handle({
    // Before that, the failure is reported as interrupted.
    note: () =>
      hasBegun ? 'interrupted; cleaning up and writing the reports (once more ends at once)' : undefined,
    // At once, but not without removing the container.
    last: () => starter.stop(),
  })
  const goOn = endingEarly(interruption.abort)
  const watch = watchForBlock({ results, runTimeout: chosen.runTimeout, signal, ...counting })
  try {
    const runTimeout = runTimeoutOf(chosen)
    const begun = performance.now()
    const { address, server } = await starter.start(
      { wait: chosen.wait, seconds: runTimeout, signal },
      inputs,
    )
    const spent = container ? Math.floor((performance.now() - begun) / 1000) : 0
    const { result, failures } = await assess({
      ...inputs,
      ...withoutUndefined({ server }),
      target: address,
      signal,
      runTimeout: Math.max(1, runTimeout - spent),
      ledgerFile: ledgerFileOf(results),
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
    await starter.stop()
    unlock()
  }
}
