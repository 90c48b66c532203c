import type { TestContext } from '../../../src/engine/suite.ts'
import type { ImageFacts } from '../facts/facts.ts'
import type { RequirementId } from '../requirements.ts'
import type { Image } from '../view/image.ts'

/** The context of a test of custom suites for images: that of the engine, and the image. */
export interface ImageTestContext<Id extends string = string> extends TestContext<Id> {
  /** Whether everything that the image refers to is promised to be in it. */
  readonly closed: boolean
  /** Whether missing content is accepted. */
  readonly allowMissing: boolean
  /** The image, which is read once for all tests. Throws where the run ends meanwhile. */
  image(): Promise<Image>
}

/** The context of a test of the image suites: also all facts of the image. */
export interface ImageContext<Id extends string = RequirementId> extends ImageTestContext<Id> {
  /** Everything about the image, collected once for all tests. Throws NotEvaluated where the run ends meanwhile. */
  facts(): Promise<ImageFacts>
}
