import type * as engine from '../../src/engine/suite.ts'
import type { RequirementId } from './requirements.ts'
import type { RegistryContext } from './target/context.ts'

/** What the engine knows of any suite, for the requirements of this specification: other ids do not compile. */

export type Suite = engine.Suite<RegistryContext, RequirementId>
export type Test = engine.Test<RegistryContext, RequirementId>
export type Capability = engine.Capability<RegistryContext, RequirementId>
export type CapabilityState = engine.CapabilityState<RequirementId>

export const defineSuite = (suite: Suite): Suite => suite
export const defineTest = (test: Test): Test => test
export const defineCapability = (capability: Capability): Capability => capability
