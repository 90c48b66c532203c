import * as engine from '../../src/engine/suite.ts'
import type { RequirementId } from './requirements.ts'
import type { ClientContext } from './target/context.ts'

/** A suite, a test and a capability of clients: they name requirements that exist. */
export type Suite = engine.Suite<ClientContext, RequirementId>
export type Test = engine.Test<ClientContext, RequirementId>
export type Capability = engine.Capability<ClientContext, RequirementId>
