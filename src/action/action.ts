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
  const formats = inputOf(environment, 'format') ?? usual.join(' ')
  const variables = {
    ...variablesOf(environment),
    [variableOf({ name: 'format' })]: [formats, ...summary].join(' '),
  }
  Object.assign(process.env, variables)
  const folder = reportsIn({ ...environment, ...variables })
  if (folder !== undefined) clear(folder)
  const exitCode = await program(['run'], ({ message, advice }) =>
    error(runner, 'oci-assay', advice === undefined ? message : `${message}\n${advice}`),
  )
  setOutputs(runner, await outputsOf(exitCode, folder ?? 'reports'))
  return exitCode === exitCodes.broken && !isOn(environment, 'fail') ? 0 : exitCode
}

/** Where the reports will go; undefined where the run will refuse its options. */
function reportsIn(environment: Runner['environment']): string | undefined {
  try {
    return resolveSettings({ flags: {}, environment, folder: '.' }).settings.reports ?? 'reports'
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined
    throw thrown
  }
}
