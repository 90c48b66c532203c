import { expect, it } from 'vitest'
import type { Recipe } from '../../../../src/client/recipe.ts'
import { perform } from '../../../../suites/client/lab/perform.ts'
import { scenarioNamed } from '../../../../suites/client/scenarios.ts'

/** Takes ever more memory, or disk. */
const growing = (step: string): Recipe => ({
  name: 'growing',
  title: 'a client without bounds',
  files: { 'growing.cjs': `const kept = []; setInterval(() => { ${step} }, 20)` },
  operations: { pull: `"${process.execPath}" {home}/growing.cjs {home}/grown` },
})

const seenWith = (recipe: Recipe) =>
  perform(scenarioNamed('pull-layer-bomb')!, {
    recipe,
    signal: new AbortController().signal,
    nextId: () => 1,
    start: Date.now(),
  })

const mebibyte = 1024 * 1024

it.skipIf(process.platform !== 'linux')(
  'ends a client that fills the memory',
  async () => {
    const { invocations, usage } = await seenWith(growing('kept.push(Buffer.alloc(32 << 20, 1))'))
    expect(invocations).toMatchObject([{ timedOut: false }])
    expect(invocations[0]?.status).toBeUndefined()
    expect(usage?.memory).toBeGreaterThan(384 * mebibyte)
    expect(usage?.memory).toBeLessThan(2048 * mebibyte)
  },
  60_000,
)

it('ends a client that fills the disk', async () => {
  const step = "require('node:fs').appendFileSync(process.argv[2], Buffer.alloc(64 << 20, 1))"
  const { invocations, usage } = await seenWith(growing(step))
  expect(invocations).toMatchObject([{ timedOut: false }])
  expect(usage?.disk).toBeGreaterThan(1024 * mebibyte)
  expect(usage?.disk).toBeLessThan(4096 * mebibyte)
}, 60_000)
