import { expect, it } from 'vitest'
import { suites } from '../../../suites/distribution/index.ts'
import { needTwoRepositories } from '../../../suites/distribution/target/two-repositories.ts'
import { matchingNothing, selection } from '../../../src/engine/select.ts'
import { assayReference, troubles, verdictsOf } from './fixture.ts'

it('names requirements that exist', () => {
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id))
  expect(matchingNothing(needTwoRepositories, ids)).toEqual([])
})

// Some projects name one repository twice: that is not a fault of the registry.
it('evaluates with one repository all that one suffices for', async () => {
  const result = await assayReference({}, { repository: 'only/one', secondRepository: 'only/one' })
  expect(troubles(result)).toEqual([])
  const needsTwo = selection(needTwoRepositories)
  const verdicts = Object.entries(verdictsOf(result))
  expect(new Set(verdicts.filter(([id]) => needsTwo(id)).map(([, verdict]) => verdict))).toEqual(
    new Set(['skipped']),
  )
  expect(result.totals.requirements.pass).toBeGreaterThan(150)
})
