import type { Interruption } from '../cli/process/interruption.ts'
import { program } from '../cli/program.ts'
import { resolveSettings } from '../cli/configuration/resolve.ts'
import { namesClient } from '../cli/configuration/names-client.ts'
import type { RunSettings } from '../cli/configuration/setting.ts'
import { variableOf } from '../cli/configuration/environment.ts'
import { exitCodes, Failure, failureOf } from '../results/conclusion/failure.ts'
import { lockFolder } from '../files/lock.ts'
import { FileProblem } from '../files/problem.ts'
import { printableLines } from '../results/text/printable.ts'
import { error, mask, setOutputs, type Runner } from './commands.ts'
import { inputOf, isOn, variablesOf } from './inputs.ts'
import { clear, outputsOf } from './outputs.ts'
import { usualFormats } from '../reporters/reports.ts'

/** The reports that a step's outputs name, besides the summary. */
const usual = [...usualFormats, 'badge']

/**
 * One step of a workflow: `oci-assay run` with the step's inputs, `oci-assay client` where they name one, or `oci-assay roundtrip`
 * where they name a repository for it. Returns the exit code of the step.
 * Changes the environment of the process, which is that of the step alone.
 */
export async function action(runner: Runner, interruption?: Interruption): Promise<number> {
  const { environment } = runner
  const password = environment['INPUT_PASSWORD'] ?? ''
  if (password !== '') mask(runner, password)
  const summary = isOn(environment, 'summary') ? ['github'] : []
  const formats = inputOf(environment, 'format')?.split(/\s+/) ?? usual
  const variables = {
    ...variablesOf(environment),
    [variableOf({ name: 'format' })]: [...formats, ...summary].join(' '),
  }
  const chosen = await chosenIn({ ...environment, ...variables })
  const folder = chosen?.folder
  Object.assign(
    process.env,
    variables,
    folder === undefined ? {} : { [variableOf({ name: 'reports' })]: folder },
  )
  const report = ({ message, advice }: Failure) =>
    error(runner, 'oci-assay', printableLines(advice === undefined ? message : `${message}\n${advice}`))
  const obstacle = folder === undefined ? undefined : cleared(folder, formats)
  if (obstacle) {
    report(obstacle)
    // What is in the folder is another run's.
    setOutputs(runner, await outputsOf(obstacle.exitCode, folder ?? 'reports', undefined))
    return obstacle.exitCode
  }
  const exitCode = await program([chosen?.command ?? 'run'], report, interruption)
  // Where its options were refused, what is in the usual folder is another step's.
  setOutputs(
    runner,
    await outputsOf(exitCode, folder ?? 'reports', folder === undefined ? undefined : formats),
  )
  return exitCode === exitCodes.nonconformant && !isOn(environment, 'fail') ? 0 : exitCode
}

/** Removes what another step has left. Returns the obstacle, such as a run that is writing there. */
function cleared(folder: string, formats: readonly string[]): Failure | undefined {
  try {
    const unlock = lockFolder(folder)
    clear(folder, formats)
    unlock()
    return undefined
  } catch (thrown) {
    if (thrown instanceof FileProblem) return failureOf(thrown)
    throw thrown
  }
}

/** A file may name a client and a target; then each command takes its own, and a step tests the target. */
function commandFor(chosen: RunSettings): Chosen['command'] {
  if (chosen.roundtrip !== undefined) return 'roundtrip'
  return namesClient(chosen) && chosen.target === undefined ? 'client' : 'run'
}

interface Chosen {
  command: 'run' | 'client' | 'roundtrip'
  folder: string
}

/**
 * What is run, and where the reports will go: where the reference suite's action puts its own, if the job configures
 * that. Undefined where the run will refuse its options.
 */
async function chosenIn(environment: Runner['environment']): Promise<Chosen | undefined> {
  try {
    const { settings, merged } = await resolveSettings({ flags: {}, environment, folder: '.' })
    const moved = /^OCI_(?:REGISTRY|ROOT_URL)\b/.test(merged.get('target')?.from ?? '')
    return {
      command: commandFor(settings),
      folder: settings.reports ?? (moved ? '.' : 'reports'),
    }
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined
    throw thrown
  }
}
