import { defineTest, type Test } from '../define.ts'
import type { RegistryContext } from '../target/context.ts'
import { expand } from './expand.ts'
import { reportFindings } from './findings.ts'
import { judgedRequirements } from './judged.ts'
import { createMaterials } from './materials.ts'
import { planSequences, type Features } from './planner.ts'
import { perform } from './repeat.ts'
import { tests as traffic } from './traffic.ts'
import type { Sequence } from './sequence.ts'

/** The number of tests that the sequences of a run are divided among, so that shards can share them. */
const parts = 4

const optional = [
  'single-post',
  'mount',
  'sha512',
  'sha512-manifest',
  'tag-parameters',
  'blob-ranges',
  'referrers',
  'delete-tag',
  'delete-manifest',
  'delete-blob',
] as const

const featuresOf = (t: RegistryContext): Features => ({
  singlePost: t.has('single-post'),
  mount: t.has('mount'),
  sha512: t.has('sha512'),
  sha512Manifest: t.has('sha512-manifest'),
  tagParameters: t.has('tag-parameters'),
  ranges: t.has('blob-ranges'),
  referrers: t.has('referrers'),
  deleteTag: t.has('delete-tag'),
  deleteManifest: t.has('delete-manifest'),
  deleteBlob: t.has('delete-blob'),
  cancel: t.spec === 'dev',
  chunked: true,
})

/** All sequences of the run: the same for one seed, whichever test carries them out. */
const planned = (t: RegistryContext): Promise<readonly Sequence[]> =>
  t.once('sequences', async () => {
    const { sequences } = planSequences({
      seed: t.random.fork('plan'),
      depth: t.depth === 'thorough' ? 'thorough' : 'standard',
      budget: t.requests,
      features: featuresOf(t),
    })
    return sequences.map((sequence) => expand(sequence, t.has('referrers')))
  })

/** Operations in an order and on content that nobody has written down: each response is judged by all that was done before. */
const generated: readonly Test[] = Array.from({ length: parts }, (_, part) =>
  defineTest({
    id: `sequences.part-${part + 1}`,
    title: `carries out generated sequences of operations, part ${part + 1} of ${parts}`,
    evaluates: [],
    mayEvaluate: judgedRequirements,
    needs: ['push'],
    mayNeed: optional,
    depth: 'standard',
    phase: 'late',
    async run(t) {
      const own = (await planned(t)).filter((_, at) => at % parts === part)
      // All content first: that of one seed is the same in whatever order responses arrive.
      const made = own.map((sequence) => ({ sequence, materials: createMaterials(sequence, t.random) }))
      const performed = await Promise.all(
        made.map(({ sequence, materials }) => perform(t, sequence, { materials })),
      )
      await reportFindings(t, performed)
    },
  }),
)

export const tests: readonly Test[] = [...generated, ...traffic]
