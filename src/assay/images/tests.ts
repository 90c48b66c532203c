import { withoutUndefined } from '../../engine/optional.ts'
import { holds, type Violated } from '../../engine/judgement.ts'
import type { Suite, Test, TestContext } from '../../engine/suite.ts'
import type { Finding, Statement } from '../../engine/verdict.ts'
import type { Gathering } from '../../results/images/gathering.ts'
import { statementsOf, troubleOf, type Names } from '../../results/images/statements.ts'

/** What the images have shown. */
export interface SeenOfImages {
  gathering: Gathering
  names: Names
}

/** What a test of many images is given. */
export interface ImagesContext extends TestContext {
  /** Resolves when all images were validated. */
  finished(): Promise<SeenOfImages>
  /** Called once for each test: what to report where the run is interrupted before that. */
  onInterrupted(report: (seen: SeenOfImages) => void): void
}

/**
 * Suites with the requirements of these, each of which one test reports for all images. What follows from what was concluded for each
 * image: a failure in one image explains nothing in another.
 */
export const suitesOfImages = (suites: readonly Suite<never>[]): Suite<ImagesContext>[] =>
  suites.map((suite) => ({
    ...suite,
    requirements: suite.requirements.map((requirement) => ({ ...requirement, dependsOn: [] })),
    tests: suite.requirements
      .filter(({ id }) => suite.tests.some(({ evaluates }) => evaluates.includes(id)))
      .map(({ id, title }) => testOf(id, title)),
  }))

const testOf = (id: string, title: string): Test<ImagesContext> => ({
  id: `images.${id}`,
  title: `All images: ${title}`,
  evaluates: [id],
  // Each shard reports its own images.
  phase: 'last',
  async run(t) {
    t.onInterrupted(({ gathering, names }) => {
      for (const statement of troubleOf(id, t.test, gathering, names)) record(t, id, statement)
    })
    const { gathering, names } = await t.finished()
    for (const statement of statementsOf(id, t.test, gathering, names)) record(t, id, statement)
  },
})

/** Records a statement as a test would that has come to it by itself. */
function record(t: TestContext, id: string, statement: Statement): void {
  switch (statement.kind) {
    case 'passed':
      t.check(id, holds(statement.note?.text))
      break
    case 'failed': {
      const { evidence } = statement.finding
      t.check(id, judgementOf(statement.finding), ...evidence)
      break
    }
    case 'error':
      t.unevaluated(id, statement.reason)
      break
    case 'blocked':
      t.blocked(statement.by, statement.reason)
      break
    default:
      t.skip(id, statement.reason)
  }
}

const judgementOf = ({ title, expected, received, verdict, images, conditions }: Finding): Violated => ({
  holds: false,
  title,
  expected,
  received,
  severity: verdict,
  ...withoutUndefined({ images, conditions }),
})
