import type { RunSettings } from '../configuration/setting.ts'
import { join } from 'node:path'
import { Command } from 'commander'
import { assay } from '../../assay/assay.ts'
import type { AccessOptions } from '../../assay/registry/access.ts'
import type { ContainerOptions } from '../../container/options.ts'
import { endedEarly } from '../../assay/ended.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { lockFolder } from '../../files/lock.ts'
import { ledgerFileOf } from '../../registry/ledger/write-file.ts'
import { conclusionOf } from '../../results/conclusion/conclusion.ts'
import { limitRun } from '../../engine/limit.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { resultsJson } from '../../results/file/results-json.ts'
import { accessOf } from '../input/access.ts'
import { watchForBlock } from '../process/blocked.ts'
import { containerIn, removed, startedFrom, type Started } from '../input/container.ts'
import { addSettings } from '../configuration/command-line.ts'
import { checkFound } from '../configuration/found.ts'
import { resolveSettings, type Resolved } from '../configuration/resolve.ts'
import { settings } from '../configuration/settings.ts'
import { reportsIn, usualFormats } from '../../reporters/reports.ts'
import { terminal } from '../../reporters/terminal/terminal.ts'
import type { Interruption } from '../process/interruption.ts'
import type { Outcome } from '../outcome.ts'
import { chosenSuites } from '../input/own-suites.ts'
import { keepKilled } from '../process/keep-killed.ts'
import { watchMemory } from '../process/memory.ts'
import { writeNotes } from '../output/notes.ts'
import { optionsOf } from '../input/run-options.ts'
import { endingEarly } from '../process/start.ts'
import { exitCodeWith } from '../output/written.ts'

interface RunFlags extends RunSettings {
  config?: string
  printConfig?: true
}

/** `oci-assay run <target>`: assays a registry and writes its reports. */
export function runCommand(outcome: Outcome): Command {
  const command = new Command('run')
    .description('assay a registry or an image')
    .argument(
      '[target]',
      'a registry: http(s)://host[:port][/prefix], or host[:port] (see also --container); an image: the folder of a layout, an archive of one, or host[:port]/repository[:tag|@digest], also with a transport such as oci: or docker://',
    )
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/ci.md for what it may set)',
    )
    .option('--print-config', 'tell every option and where it was set, and do nothing')
  return addSettings(
    command,
    settings.filter(({ key }) => key !== 'target'),
  )
    .addHelpText(
      'after',
      `
Options may stand in oci-assay.yaml, under the same names without dashes, and in the environment, as
OCI_ASSAY_<OPTION>: the command line comes first, then the environment, then the file. A switch that is
set there is taken back with --no-<option>. The variables of the reference suite are understood too.`,
    )
    .action(async (target: string | undefined, { config, printConfig, ...flags }: RunFlags) => {
      const typed = target === undefined ? flags : { ...flags, target }
      const { env: environment } = process
      const resolved = await resolveSettings({ flags: typed, config, environment, folder: '.' })
      writeNotes(resolved.notes)
      if (!printConfig) await checkFound(resolved, typed)
      if (printConfig) await printConfiguration(resolved)
      else outcome.exitCode = await run(typed, resolved, outcome.interruption)
    })
}

const targetsIn = ({ target, container, reference }: RunSettings): number =>
  [target !== undefined, container !== undefined, reference === true].filter(Boolean).length

/** One target, or where none is typed, one that is set elsewhere: what is typed comes before that. */
function checkTarget(typed: RunSettings, chosen: RunSettings): void {
  if ((targetsIn(typed) || targetsIn(chosen)) === 1) return
  const advice =
    'for example: oci-assay run http://localhost:5000, oci-assay run ./layout, or: oci-assay run --reference'
  throw new Failure('give one registry or image, --container or --reference', exitCodes.usage, advice)
}

async function printConfiguration(resolved: Resolved): Promise<void> {
  const { printedConfiguration } = await import('../configuration/print.ts')
  process.stdout.write(printedConfiguration(resolved))
}

async function readExpected(path: string) {
  const { expectationsFrom } = await import('../input/expectations.ts')
  return expectationsFrom(path)
}

async function readEarlier(path: string) {
  const { storedResult } = await import('../input/stored.ts')
  return storedResult(path)
}

async function serveReference({ spec = '1.1' }: RunSettings) {
  const { createReferenceRegistry } = await import('../../reference/index.ts')
  return createReferenceRegistry({ spec }).listen()
}

async function run(
  typed: RunSettings,
  { settings: chosen, password, file }: Resolved,
  interruption: Interruption,
): Promise<number> {
  checkTarget(typed, chosen)
  const container = containerIn(typed, chosen)
  const options = { ...optionsOf(chosen), ...(await chosenSuites(chosen.suite)) }
  // The embedded registry asks nobody who they are.
  const access = typed.reference ? {} : await accessOf(chosen, password)
  const {
    reports: folder = 'reports',
    format = usualFormats,
    strict = false,
    level = 'derived',
    verbose = false,
    runTimeout = 900,
  } = chosen
  const counting = { strict, level }
  const expectations = chosen.expectations === undefined ? undefined : await readExpected(chosen.expectations)
  const earlier = chosen.compareWith === undefined ? undefined : await readEarlier(chosen.compareWith)
  const unlock = lockFolder(folder)
  const memory = watchMemory()
  keepKilled(folder)
  const results = join(folder, 'results.json')
  const reports = reportsIn(folder, format, counting)
  const reference = typed.reference ? await serveReference(chosen) : undefined
  const { signal } = interruption
  let started: Started | undefined
  let hasBegun = false
  interruption.handle({
    // Before that, the failure says so.
    note: () =>
      hasBegun ? 'interrupted; cleaning up and writing the reports (once more ends at once)' : undefined,
    // At once, but not without the container.
    async last() {
      const { server } = started ?? {}
      started = undefined
      if (server) await removed(server)
    },
  })
  const goOn = endingEarly(interruption.abort)
  const begun = performance.now()
  const watch = watchForBlock({ results, runTimeout: chosen.runTimeout, signal, ...counting })
  try {
    const time = { wait: chosen.wait, seconds: runTimeout, signal }
    started = container && (await startedWithin(time, container, access))
    const spent = started ? Math.floor((performance.now() - begun) / 1000) : 0
    const { result, failures } = await assay({
      ...options,
      ...access,
      target: reference?.url ?? started?.url ?? chosen.target ?? '',
      signal,
      runTimeout: Math.max(1, runTimeout - spent),
      ...(started ? { server: started.server } : {}),
      ...(file === undefined ? {} : { configuration: file }),
      ledgerFile: ledgerFileOf(results),
      ...(expectations ? { expectations } : {}),
      ...(earlier ? { compareWith: earlier } : {}),
      reporters: [
        watch.reporter,
        { name: 'beginning', onEvent: ({ type }) => void (hasBegun ||= type === 'run-started') },
        resultsJson(results, counting),
        ...reports.reporters,
        terminal({ stream: process.stdout, reports: [results, ...reports.paths], ...counting, verbose }),
      ],
    })
    const { exitCode } = conclusionOf(result, counting)
    const headline = headlineOf(result, counting)
    const code = await exitCodeWith({ paths: [results, ...reports.paths], failures, exitCode, headline })
    return signal.aborted ? exitCodes.interrupted : code
  } finally {
    watch.stop()
    if (started) await removed(started.server)
    goOn()
    memory.stop()
    await reference?.close()
    unlock()
  }
}

/** The time that a container takes to start belongs to the time of the run. */
async function startedWithin(
  { wait, ...time }: { wait: number | undefined; seconds: number; signal: AbortSignal },
  container: ContainerOptions,
  access: Omit<AccessOptions, 'target'>,
): Promise<Started> {
  const limit = limitRun(time)
  try {
    return await startedFrom(container, access, { wait, signal: limit.signal })
  } catch (error) {
    const ending = limit.ending()
    throw ending?.cause === 'time-over' ? endedEarly(ending) : error
  } finally {
    limit.stopClock()
  }
}
