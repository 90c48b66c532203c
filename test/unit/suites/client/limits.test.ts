import { expect, it } from 'vitest'
import type { Recipe } from '../../../../src/client/recipe.ts'
import { perform } from '../../../../suites/client/lab/perform.ts'
import { scenarioNamed } from '../../../../suites/client/scenarios.ts'

const mebibyte = 1024 * 1024

/** Takes ever more memory, or disk. */
const growing = (step: string): Recipe => ({
  name: 'growing',
  title: 'a client without bounds',
  files: { 'growing.cjs': `const kept = []; setInterval(() => { ${step} }, 20)` },
  operations: { pull: `"${process.execPath}" {home}/growing.cjs {home}/grown` },
})

const seenWith = (recipe: Recipe) =>
  perform(
    { ...scenarioNamed('pull-recorded')!, limits: { memory: 192 * mebibyte, disk: 32 * mebibyte } },
    {
      recipe,
      signal: new AbortController().signal,
      nextId: () => 1,
      start: Date.now(),
    },
  )

it.skipIf(process.platform !== 'linux')(
  'ends a client that fills the memory',
  async () => {
    const { invocations, usage } = await seenWith(growing('kept.push(Buffer.alloc(16 << 20, 1))'))
    expect(invocations).toMatchObject([{ timedOut: false }])
    expect(invocations[0]?.status).toBeUndefined()
    expect(usage?.memory).toBeGreaterThan(192 * mebibyte)
    expect(usage?.memory).toBeLessThan(2048 * mebibyte)
  },
  60_000,
)

it('ends a client that fills the disk', async () => {
  const step = "require('node:fs').appendFileSync(process.argv[2], Buffer.alloc(4 << 20, 1))"
  const { invocations, usage } = await seenWith(growing(step))
  expect(invocations).toMatchObject([{ timedOut: false }])
  expect(usage?.disk).toBeGreaterThan(32 * mebibyte)
  expect(usage?.disk).toBeLessThan(1024 * mebibyte)
}, 60_000)
