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
  const policies = await policiesIn(chosen)
  const all = { ...options, ...access, ...policies, ...(await earlierOf(chosen, file)) }
  return { ...all, ...(await manyOf(chosen, all)) }
}

/** What is required of images, whatever the specification has. Throws Failure. */
async function policiesIn({ policies, policy }: RunSettings): Promise<Pick<RunInputs, 'policies'>> {
  if (policies === undefined && policy === undefined) return {}
  const { policiesOf } = await import('../configuration/policies.ts')
  return withoutUndefined({ policies: policiesOf(policies, policy) })
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

/** The list of images, and what earlier runs have found of them. Throws Failure. */
async function manyOf(
  { images, since, cache, limit }: RunSettings,
  own: Pick<RunInputs, 'policies' | 'ownSuites'>,
): Promise<Pick<RunInputs, 'images' | 'since' | 'facts'>> {
  if (images === undefined && since === undefined && cache === undefined) return {}
  const [{ imagesFrom }, { factsIn }, { queryOf }] = await Promise.all([
    import('../input/images.ts'),
    import('../input/facts-cache.ts'),
    import('../../assay/image/own.ts'),
  ])
  return withoutUndefined({
    images: images === undefined ? undefined : await imagesFrom(images),
    since: since === undefined ? undefined : await readEarlier(since),
    facts: cache === undefined ? undefined : factsIn(cache, { limits: limit, query: queryOf(own) }),
  })
}

const targetsIn = ({ target, container, reference, images }: RunSettings): number =>
  [target !== undefined || images !== undefined, container !== undefined, reference === true].filter(Boolean)
    .length

/** Throws Failure unless there is one target: a typed one replaces one that is set elsewhere. */
export function checkTarget(typed: RunSettings, chosen: RunSettings): void {
  if ((targetsIn(typed) || targetsIn(chosen)) === 1) return
  const advice =
    'for example: oci-assay run http://localhost:5000, oci-assay run ./layout, or: oci-assay run --reference'
  throw new Failure('specify one registry or image, --container or --reference', exitCodes.usage, advice)
}
