import type { TestContext } from '../../../src/engine/suite.ts'
import type { ImageFacts } from '../facts/facts.ts'
import type { RequirementId } from '../requirements.ts'

/** The context of a test of the image suites: that of the engine, and all facts of the image. */
export interface ImageContext extends TestContext<RequirementId> {
  /** Whether everything that the image refers to is promised to be in it. */
  readonly closed: boolean
  /** Whether missing content is accepted. */
  readonly allowMissing: boolean
  /** Everything about the image, collected once for all tests. Throws NotEvaluated where the run ends meanwhile. */
  facts(): Promise<ImageFacts>
}
