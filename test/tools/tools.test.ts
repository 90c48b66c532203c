import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { install } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { start, type Running } from '../../fixtures/registries/start.ts'
import { artifacts } from './recipes/artifacts.ts'
import { images } from './recipes/images.ts'
import { installAll, toolNames, type Installations } from './tools.ts'
import { openWorkshop } from './workshop.ts'

const minutes = 60_000
let tools: Installations

beforeAll(async () => {
  tools = await installAll()
}, 20 * minutes)

// Without a network the installed tools are used; a CI that has next to nothing proves next to nothing.
it('has tools to try', ({ skip }) => {
  if (!process.env['CI']) skip('only where it is promised that they can be installed')
  expect(tools.binaries.size).toBeGreaterThan(toolNames.length / 2)
})

describe.each(['olareg', 'distribution'])('images that tools make, and pull from %s', (name) => {
  let registry: Running

  beforeAll(async () => {
    const { binary } = await install(registryNamed(name))
    registry = await start(registryNamed(name), binary)
  }, 20 * minutes)
  afterAll(() => registry.stop())

  // What none of these tools does wrong must not fail; what one does wrong is listed and was looked at.
  it.for([...images, ...artifacts])('$id: $title', { timeout: 5 * minutes }, async (recipe, { skip }) => {
    const { needs, make, warns, fails = [] } = recipe
    const missing = [...needs, 'busybox' as const].filter((tool) => !tools.binaries.has(tool))
    if (missing.length > 0) skip(`${missing.join(' and ')} cannot be had here`)
    const workshop = await openWorkshop(tools.binaries, new URL(registry.url).host)
    try {
      const found = { fail: new Set<string>(), warn: new Set<string>(), error: new Set<string>() }
      for (const target of await make(workshop)) {
        const { result } = await assay({ target })
        for (const { id, verdict } of result.requirements) {
          if (verdict === 'fail' || verdict === 'warn' || verdict === 'error') found[verdict].add(id)
        }
        expect(result.totals.requirements.pass, target).toBeGreaterThan(50)
      }
      expect([...found.error]).toEqual([])
      expect([...found.fail]).toEqual(fails)
      expect([...found.warn].toSorted()).toEqual([...warns].toSorted())
    } finally {
      workshop.close()
    }
  })
})
