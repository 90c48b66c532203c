/**
 * Measures how many requests each test and probe of the distribution suites takes, and writes the
 * table by which runs are divided into shards, and by which the time that is left is estimated:
 *
 *     npm run build && node dist/scripts/costs.js > suites/distribution/costs.ts
 */
import { capabilities } from '../suites/distribution/capabilities/index.ts'
import { isExchange } from '../src/results/record.ts'
import { suites } from '../suites/distribution/index.ts'
import { assay } from '../src/assay/assay.ts'
import { specVersions } from '../src/engine/requirement.ts'
import type { MakeEffects } from '../src/reference/effects/effects.ts'
import { createReferenceRegistry } from '../src/reference/index.ts'

const known = [
  ...capabilities.map(({ name }) => `capability.${name}`),
  ...suites.flatMap(({ tests }) => tests.map(({ id }) => id)),
]
/** What they send is not kept: they share what the registry has seen besides. */
const sequences = suites.flatMap(({ tests }) =>
  tests.filter(({ id }) => id.startsWith('sequences.part-')).map(({ id }) => id),
)
const most = new Map<string, number>()
for (const spec of specVersions) {
  let received = 0
  const counting: MakeEffects = () => ({
    onRequest(ctx) {
      received += 1
      return ctx
    },
  })
  const registry = await createReferenceRegistry({ spec, effects: [counting] }).listen()
  // One after the other, so that what tests share is always set up by the same ones.
  const { result } = await assay({
    target: registry.url,
    spec,
    depth: 'standard',
    seed: '00',
    concurrency: 1,
  })
  await registry.close()
  const requests = new Map<string, number>()
  for (const { test = '' } of result.evidence.filter(isExchange))
    requests.set(test, (requests.get(test) ?? 0) + 1)
  const kept = [...requests.values()].reduce((sum, number) => sum + number, 0)
  for (const id of sequences) requests.set(id, Math.round((received - kept) / sequences.length))
  for (const [test, number] of requests) most.set(test, Math.max(number, most.get(test) ?? 0))
}
const lines = known.flatMap((id) => {
  const number = most.get(id)
  return number === undefined ? [] : [`  '${id}': ${number},`]
})
console.log(`/**
 * How many requests a test or probe takes on the embedded registry: what shards are balanced by, and what the time that is left
 * is estimated by. A test that is missing here counts as a usual one, so the table need not be exact: scripts/costs.ts measures it
 * anew.
 */
export const costs: Readonly<Record<string, number>> = {
${lines.join('\n')}
}`)
