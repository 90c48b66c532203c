import { createLimiter, type Limiter } from '../../../src/registry/transport/limiter.ts'
import { defineTest, type Test } from '../define.ts'
import type { RegistryContext } from '../target/context.ts'
import { lookAhead } from './ahead.ts'
import { recordOf } from './coverage.ts'
import { reportFindings } from './findings.ts'
import { judgedRequirements } from './judged.ts'
import { createMaterials, type Materials } from './materials.ts'
import { capabilitiesOfPlan, planOfRun } from './plan-of-run.ts'
import { perform, type Performed } from './repeat.ts'
import { reportedBy } from './reported.ts'
import { tests as traffic } from './traffic.ts'
import type { Sequence } from './sequence.ts'

/** The number of tests that the sequences of a run are divided among, so that shards can share them. */
const parts = 4

/** How many sequences are under way at once: more than there are requests at once, and few enough for the uploads that they hold open. */
const mostUnderWay = 32

const underWay = (t: RegistryContext): Limiter =>
  t.gathered('sequences under way', () => createLimiter(mostUnderWay))

/** All sequences of the run, whichever test carries them out. */
const planned = (t: RegistryContext): Promise<readonly Sequence[]> =>
  t.once('sequences', async () => {
    const { sequences, coverage } = await planOfRun(t)
    for (const group of coverage.groups) t.recordCoverage(recordOf(group))
    return sequences
  })

/** Operations in an order and on content that nobody has written down: each response is judged by all that was done before. */
const generated: readonly Test[] = Array.from({ length: parts }, (_, part) =>
  defineTest({
    id: `sequences.part-${part + 1}`,
    title: `runs generated sequences of requests, part ${part + 1} of ${parts}`,
    evaluates: [],
    mayEvaluate: judgedRequirements,
    needs: ['push'],
    mayNeed: capabilitiesOfPlan,
    depth: 'standard',
    phase: 'late',
    // What is found is repeated, one after the other.
    timeFactor: 5,
    async run(t) {
      const { reported, turn } = reportedBy(t, part)
      try {
        const limiter = underWay(t)
        const run = async (sequence: Sequence, materials: Materials): Promise<Performed | undefined> => {
          const performed = await perform(t, sequence, { materials })
          lookAhead(t, performed, reported.isKnown)
          await t.cancelUploads(performed.sent.map(({ exchange }) => exchange))
          return performed.found.length === 0 ? undefined : performed
        }
        const performed = await Promise.all(
          (await planned(t))
            .filter((_, at) => at % parts === part)
            // All content first: that of one seed is the same in whatever order responses arrive.
            .map((sequence) => ({ sequence, materials: createMaterials(sequence, t.random) }))
            .filter(({ sequence: { id } }) => t.sequences?.includes(id) ?? true)
            // Nothing else may hold the content and the responses of a sequence that is over.
            .map(({ sequence, materials }) => limiter.run(() => run(sequence, materials))),
        )
        const contradicting = performed.filter((each) => each !== undefined)
        await reportFindings(t, contradicting, { reported, turn })
      } finally {
        turn.end()
      }
    },
  }),
)

export const tests: readonly Test[] = [...generated, ...traffic]
