import type { AssayOptions } from '../../assay/options.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { Resolved } from '../configuration/resolve.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { accessOf } from '../input/access.ts'
import { chosenSuites } from '../input/own-suites.ts'
import { optionsOf } from '../input/run-options.ts'

/** Options of the run that files and the environment contribute to; everything but the target itself. */
export type RunInputs = Omit<AssayOptions, 'target'>

/** Reads all that the settings name: credentials, suites, known failures, an earlier result. Throws Failure. */
export async function inputsOf(
  typed: RunSettings,
  { settings: chosen, password, file }: Resolved,
): Promise<RunInputs> {
  const options = { ...optionsOf(chosen), ...(await chosenSuites(chosen.suite)) }
  // The embedded registry needs no credentials.
  const access = typed.reference ? {} : await accessOf(chosen, password)
  return { ...options, ...access, ...(await earlierOf(chosen, file)) }
}

/** What a run is compared with, and where its options are from. Throws Failure. */
export async function earlierOf(
  { expectations, compareWith }: RunSettings,
  file: string | undefined,
): Promise<Pick<RunInputs, 'configuration' | 'expectations' | 'compareWith'>> {
  return withoutUndefined({
    configuration: file,
    expectations: expectations === undefined ? undefined : await readExpectations(expectations),
    compareWith: compareWith === undefined ? undefined : await readEarlier(compareWith),
  })
}

async function readExpectations(path: string) {
  const { expectationsFrom } = await import('../input/expectations.ts')
  return expectationsFrom(path)
}

async function readEarlier(path: string) {
  const { storedResult } = await import('../input/stored.ts')
  return storedResult(path)
}

const targetsIn = ({ target, container, reference }: RunSettings): number =>
  [target !== undefined, container !== undefined, reference === true].filter(Boolean).length

/** Throws Failure unless there is one target: a typed one replaces one that is set elsewhere. */
export function checkTarget(typed: RunSettings, chosen: RunSettings): void {
  if ((targetsIn(typed) || targetsIn(chosen)) === 1) return
  const advice =
    'for example: oci-assay run http://localhost:5000, oci-assay run ./layout, or: oci-assay run --reference'
  throw new Failure('specify one registry or image, --container or --reference', exitCodes.usage, advice)
}
