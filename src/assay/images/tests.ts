import type { Suite, Test, TestContext } from '../../engine/suite.ts'
import type { Gathering } from '../../results/images/gathering.ts'
import { statementsOf, troubleOf, type Names } from '../../results/images/statements.ts'
import { recordStatement } from './statement.ts'

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
      for (const statement of troubleOf(id, t.test, gathering, names)) recordStatement(t, id, statement)
    })
    const { gathering, names } = await t.finished()
    for (const statement of statementsOf(id, t.test, gathering, names)) recordStatement(t, id, statement)
  },
})
