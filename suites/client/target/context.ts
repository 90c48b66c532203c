import type { TestContext } from '../../../src/engine/suite.ts'
import type { RequirementId } from '../requirements.ts'
import type { AnyScenario } from '../scenario.ts'
import type { Evidence } from '../../../src/engine/verdict.ts'
import type { Seen } from '../seen.ts'

/** What is seen of a scenario, with the references to its commands. */
export interface Performed extends Seen {
  ran: readonly Evidence[]
}

/** What a test of a client works with: the engine's part, and the client. */
export interface ClientContext extends TestContext<RequirementId> {
  /** Whether the client has a command for an operation. */
  can(operation: AnyScenario['operation']): boolean
  /** It pulls images. */
  readonly pullsImages: boolean
  /** Name of the client. */
  readonly client: string
  /**
   * Puts the client into the situation of a scenario. What is recorded of it is the evidence of the run. Returns why not where what
   * precedes the command fails. Throws NotEvaluated where a command cannot be run.
   */
  perform(scenario: AnyScenario): Promise<Performed | { unprepared: string }>
}
