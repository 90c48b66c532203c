import { expect, it } from 'vitest'
import { assay } from '../../../../src/assay/assay.ts'
import { sample } from '../../../sample.ts'
import { withReference } from '../../assay/fixture.ts'
import { createReferenceRegistry } from '../../../../src/reference/index.ts'
import { disturbances } from '../../../../suites/distribution/disturbances/index.ts'
import { faults } from '../../../../suites/distribution/faults.ts'
import { personas, optionsOfPersona } from '../../../../suites/distribution/personas.ts'

const named = (name: string) => personas.find((persona) => persona.name === name)?.faults ?? []

/** All of them are served, with sockets, where all of each sample is taken. */
const some = ['docker-hub', 'ecr', 'gar', 'nora']

/** Without one whose repositories have to be created by hand, which nothing here does: no request is judged then. */
const all = personas.map(({ name }) => name).filter((name) => name !== 'ecr-closed')

// Several faults at once are reported one by one, and nothing else is, also by what no script does.
it.each(sample(all, some))('recognises %s by what was reported of it', { timeout: 180_000 }, async (name) => {
  const registry = createReferenceRegistry({ spec: 'dev', ...optionsOfPersona(name) })
  const { auth, accounts } = registry.options
  const [account] = accounts
  await withReference(registry, async (access) => {
    const { result } = await assay({
      ...access,
      spec: 'dev',
      seed: 'ca57',
      depth: 'standard',
      patience: 0.02,
      ...(auth === 'none' || account === undefined ? {} : { credentials: account }),
    })
    const expected = faults.filter(({ id }) => named(name).includes(id))
    const alarms: string[] = result.requirements
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'error')
      .map(({ id }) => id)
    const allowed: string[] = [
      ...expected.flatMap(({ violates, also = [] }) => [violates, ...also]),
      ...disturbances.filter(({ id }) => named(name).includes(id)).flatMap(({ touches }) => touches),
    ]
    expect(alarms.filter((id) => !allowed.includes(id))).toEqual([])
    const mustShow = expected.filter(({ verdict }) => verdict === undefined).map(({ violates }) => violates)
    expect(mustShow.filter((id) => !alarms.includes(id))).toEqual([])
  })
})
