import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { clientNamed, clients } from '../../fixtures/clients/clients.ts'
import { installClient, pathWith } from '../../fixtures/clients/install.ts'
import { assayClient } from '../../src/assay/client/target.ts'
import { recipes } from '../../src/client/recipes/index.ts'
import type { Grid } from '../../src/results/comparison/grid.ts'

const minutes = 60_000
const published = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../reports/matrix/clients.json'), 'utf8'),
) as Grid

/** The published verdicts of a client, by requirement. */
function publishedOf(label: string): Record<string, string | undefined> {
  const at = published.columns.findIndex(({ name }) => name === label)
  expect(at, `${label} is not published`).toBeGreaterThanOrEqual(0)
  return Object.fromEntries(published.rows.map(({ id, cells }) => [id, cells[at]?.verdict]))
}

afterEach(() => void vi.unstubAllEnvs())

// The quick ones: `npm run matrix:clients -- --install` runs all of them.
it('has an installer for each recipe', () => {
  expect(clients.map(({ name }) => name)).toEqual(recipes.map(({ name }) => name))
})

describe.each(['crane', 'oras'])('%s', (name) => {
  it('gets the verdicts that were looked at and published', { timeout: 25 * minutes }, async () => {
    vi.stubEnv('PATH', pathWith([await installClient(clientNamed(name))]))
    const recipe = recipes.find((each) => each.name === name)!
    const { result } = await assayClient({ recipe, spec: 'dev' })
    const found = Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]))
    expect(found).toEqual(publishedOf(result.target.details['label'] ?? ''))
    expect(result.duration).toBeLessThan(2 * minutes)
  })
})
