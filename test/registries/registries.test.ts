import { takesAll } from '../sample.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { specVersions } from '../../src/engine/requirement.ts'
import { describeInstalled, install, NotInstallable } from '../../fixtures/registries/install.ts'
import { pushAndPull } from './push-and-pull.ts'
import { verdictsOfUsualRun } from '../../fixtures/registries/occasional.ts'
import { registries } from '../../fixtures/registries/registries.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'
import {
  record,
  recorded,
  idsOf,
  verdictsOf,
  withReasons,
  type Recorded,
  type RunChoices,
} from '../../fixtures/registries/verdicts.ts'

const minutes = 60_000

describe.each(registries)('$name', (registry) => {
  let missing: NotInstallable | undefined

  beforeAll(async () => {
    try {
      const installed = await install(registry)
      process.stdout.write(`${describeInstalled(registry.name, installed)}\n`)
    } catch (error) {
      if (!(error instanceof NotInstallable) || isRequired(registry.source.kind)) throw error
      missing = error
      process.stdout.write(`${registry.name}: skipped, ${error.message}\n`)
    }
  }, 20 * minutes)

  // What every registry does, whatever else it lacks: without it no result for it is worth much.
  it('takes a push, gives the same bytes back, and deletes them', async ({ skip }) => {
    if (missing !== undefined) skip(missing.message)
    await withRegistry(registry.name, ({ url }) => pushAndPull(url, 'oci-assay/smoke'))
  })

  // OCI_ASSAY_RECORD=1 records anew; each new failure then waits for a reason that a person writes.
  it('gets the verdicts that were looked at and recorded', { timeout: 5 * minutes }, async ({ skip }) => {
    if (missing !== undefined) skip(missing.message)
    const found = await withRegistry(registry.name, async ({ url }) => {
      const verdicts: Partial<Recorded> = {}
      for (const spec of specVersions)
        verdicts[spec] = await verdictsOfUsualRun(registry.name, () => verdictsOf(url, spec))
      return verdicts as Recorded
    })
    if (process.env['OCI_ASSAY_RECORD']) record(registry.name, found)
    const known = recorded(registry.name)
    expect(withReasons(found, known)).toEqual(known)
    const unconfirmed = specVersions.flatMap((spec) =>
      Object.entries(known?.[spec].fail ?? {}).filter(([, { because }]) => because === ''),
    )
    expect(unconfirmed).toEqual([])
  })

  it(
    'gets the same verdicts at every concurrency, with other seeds, and from two runs at once',
    { timeout: 5 * minutes },
    async ({ skip }) => {
      if (missing !== undefined) skip(missing.message)
      await withRegistry(registry.name, async ({ url }) => {
        const verdicts = (choices: RunChoices) => verdictsOf(url, '1.1', { depth: 'quick', ...choices })
        const first = await verdicts({ concurrency: 1, seed: '01' })
        expect(await verdicts({ concurrency: 16, seed: '02' })).toEqual(first)
        const both = await Promise.all([verdicts({ seed: '03' }), verdicts({ seed: '04' })])
        expect(both).toEqual([first, first])
      })
    },
  )

  // Minutes for each registry: where all samples are taken.
  it.runIf(takesAll)(
    'gets the same verdicts at depth standard with other seeds',
    { timeout: 30 * minutes },
    async ({ skip }) => {
      if (missing !== undefined) skip(missing.message)
      await withRegistry(registry.name, async ({ url }) => {
        const first = idsOf(await verdictsOf(url, '1.1', { depth: 'standard', seed: '01' }))
        for (const seed of ['02', '03'])
          expect(idsOf(await verdictsOf(url, '1.1', { depth: 'standard', seed }))).toEqual(first)
      })
    },
  )
})

/** In CI a registry that this project installs by itself has to run; elsewhere its absence is reported. */
function isRequired(source: string): boolean {
  return Boolean(process.env['CI']) && source !== 'provided'
}
