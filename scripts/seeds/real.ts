import { usualSpec } from '../../src/engine/requirement.ts'
import { verdictsOfUsualRun } from '../../fixtures/registries/occasional.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'
import { idsOf, recorded, verdictsOf } from '../../fixtures/registries/verdicts.ts'

/**
 * Starts a registry, runs the suites against it with a seed, and compares the verdicts with the recorded ones; a line for each
 * requirement that has another one.
 */
export async function differencesOf(registry: string, seed: string): Promise<string[]> {
  const known = recorded(registry)?.[usualSpec]
  if (known === undefined) throw new Error(`no verdicts are recorded of ${registry}`)
  const found = await verdictsOfUsualRun(registry, () =>
    withRegistry(registry, ({ url }) => verdictsOf(url, usualSpec, { seed })),
  )
  const [now, before] = [idsOf(found), idsOf(known)]
  return (['fail', 'warn', 'blocked', 'error'] as const).flatMap((verdict) => [
    ...now[verdict]
      .filter((id) => !before[verdict].includes(id))
      .map((id) => `${verdict} ${id}${textOf(found, verdict, id)}, which is not recorded`),
    ...before[verdict]
      .filter((id) => !now[verdict].includes(id))
      .map((id) => `${verdict} ${id} is recorded, and was not found`),
  ])
}

type Found = Awaited<ReturnType<typeof verdictsOf>>

function textOf(found: Found, verdict: 'fail' | 'warn' | 'blocked' | 'error', id: string): string {
  const text = verdict === 'fail' ? found.fail[id]?.finding : found[verdict][id]
  return text === undefined || text === '' ? '' : ` (${text})`
}
