import type { Content } from '../../../src/content/content.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { TestRequest } from '../target/context.ts'
import type { Materials } from './materials.ts'
import type { Place, Step } from './sequence.ts'

/** An exchange of a sequence, and the step that sent it. */
export interface Sent {
  exchange: Exchange
  step: Step
}

/** What the requests of a sequence are sent by; it keeps what was sent. */
export interface Sender {
  send: (step: Step, request: TestRequest) => Promise<Exchange>
  repositoryAt: (place: Place) => string
  materials: Materials
  /** What each tag was last pushed with, by place and name. */
  tagged: Map<string, Content>
}
