import type { RequirementResult } from '../engine/events.ts'
import type { RunEvent } from '../results/events.ts'
import { createFold } from '../results/fold.ts'
import { maskEvent, type Mask } from '../results/mask.ts'
import { multiplex, type ReporterFailure } from '../results/multiplex.ts'
import type { Reporter } from '../results/reporter.ts'
import type { RunResult } from '../results/result.ts'
import { holdSpare } from './spare.ts'
import type { ExchangeSpared } from './target.ts'

/** The one place that every event of a run passes: masked, folded into the result, passed to the reporters. */
export interface EventStream {
  emit(event: RunEvent | ExchangeSpared): void
  /** Gives the reporters a way to end the run at any time: with what the engine concludes from what was evaluated until then. */
  begin(soFar: (reason: string) => readonly RequirementResult[]): void
  /** The result so far. */
  result(): RunResult
  /** Ends the reporters with the result; returns those that failed. */
  end(): Promise<ReporterFailure[]>
}

/**
 * Starts with the event `run-started`: what is recorded before it, such as the first contact with a registry, follows
 * it, as it does where a stored result is replayed. `mask` is called then, since secrets are known once a target is open.
 */
export function createStream(reporters: readonly Reporter[], mask: () => Mask | undefined): EventStream {
  const output = multiplex(reporters)
  const fold = createFold()
  let early: (RunEvent | ExchangeSpared)[] | undefined = []
  const withheld = holdSpare()
  const pass = (event: RunEvent | ExchangeSpared) => {
    for (const each of withheld(event)) passOn(each)
  }
  const masked = (event: RunEvent): RunEvent => {
    const secrets = mask()
    return secrets ? maskEvent(event, secrets) : event
  }
  const passOn = (event: RunEvent) => {
    const fit = masked(event)
    fold.add(fit)
    output.emit(fit)
  }
  return {
    emit(event) {
      if (event.type === 'run-started') {
        const before = early ?? []
        early = undefined
        pass(event)
        for (const each of before) pass(each)
      } else if (early) early.push(event)
      else pass(event)
    },
    begin(soFar) {
      output.begin((aborted) => {
        // All of them are there where it is clean-up or a report that cannot go on.
        if (fold.result().requirements.length === 0)
          for (const requirement of soFar(aborted))
            for (const event of withheld({ type: 'requirement-finished', requirement }))
              fold.add(masked(event))
        return { ...fold.result(), aborted }
      })
    },
    result: () => fold.result(),
    end: () => output.end(fold.result()),
  }
}
