import {
  defineSuite as defineEngineSuite,
  type Suite as EngineSuite,
  type Test as EngineTest,
} from '../../src/engine/suite.ts'
import type { ImageContext } from './target/context.ts'
import type { RequirementId } from './requirements.ts'

/** A suite and a test of the image specification: they name requirements that exist. */
export type Suite = EngineSuite<ImageContext, RequirementId>
export type Test = EngineTest<ImageContext, RequirementId>

export const defineSuite = (suite: Suite): Suite => defineEngineSuite(suite)
export const defineTest = (test: Test): Test => test
