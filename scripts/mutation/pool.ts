import { onThreads } from '../threads.ts'
import type { Outcome } from './outcome.ts'
import type { Scenario, Transport } from './scenario.ts'

export interface ThreadData {
  over: Transport
}

/** Runs all scenarios, on all cores. `onDone` is called after each. */
export const runAll = (
  scenarios: readonly Scenario[],
  onDone: (scenario: Scenario, outcome: Outcome) => void,
  { over = 'process', threads }: { over?: Transport; threads?: number | undefined },
): Promise<Outcome[]> =>
  onThreads(scenarios, onDone, {
    module: new URL('thread.js', import.meta.url),
    data: { over } satisfies ThreadData,
    threads,
  })
