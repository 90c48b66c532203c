import { program } from '../cli/program.ts'
import { resolveSettings } from '../cli/configuration/resolve.ts'
import { variableOf } from '../cli/configuration/environment.ts'
import { exitCodes, Failure } from '../failure.ts'
import { error, mask, setOutputs, type Runner } from './commands.ts'
import { inputOf, isOn, variablesOf } from './inputs.ts'
import { clear, outputsOf } from './outputs.ts'

/** The reports that a step's outputs name; the summary comes besides. */
const usual = ['junit', 'html', 'badge']

/**
 * One step of a workflow: `oci-assay run` with the step's inputs. Gives the exit code of the step.
 * Changes the environment of the process, which is that of the step alone.
 */
export async function action(runner: Runner): Promise<number> {
  const { environment } = runner
  const password = environment['INPUT_PASSWORD'] ?? ''
  if (password !== '') mask(runner, password)
  const summary = isOn(environment, 'summary') ? ['github'] : []
  const formats = inputOf(environment, 'format')?.split(/\s+/) ?? usual
  const variables = {
    ...variablesOf(environment),
    [variableOf({ name: 'format' })]: [...formats, ...summary].join(' '),
  }
  const folder = await folderOf({ ...environment, ...variables })
  Object.assign(
    process.env,
    variables,
    folder === undefined ? {} : { [variableOf({ name: 'reports' })]: folder },
  )
  if (folder !== undefined) clear(folder, formats)
  const exitCode = await program(['run'], ({ message, advice }) =>
    error(runner, 'oci-assay', advice === undefined ? message : `${message}\n${advice}`),
  )
  setOutputs(runner, await outputsOf(exitCode, folder ?? 'reports', formats))
  return exitCode === exitCodes.broken && !isOn(environment, 'fail') ? 0 : exitCode
}

/**
 * Where the reports will go: where the reference suite's action puts its own, if the job speaks to
 * that. Undefined where the run will refuse its options.
 */
async function folderOf(environment: Runner['environment']): Promise<string | undefined> {
  try {
    const { settings, given } = await resolveSettings({ flags: {}, environment, folder: '.' })
    const moved = /^OCI_(?:REGISTRY|ROOT_URL)\b/.test(given.get('target')?.from ?? '')
    return settings.reports ?? (moved ? '.' : 'reports')
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined
    throw thrown
  }
}
