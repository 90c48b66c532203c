import { withoutUndefined } from '../engine/optional.ts'
import type { RunResult } from './result.ts'
import type { RunEvent } from './events.ts'
import { FileProblem, isMemoryError, reasonOf, remedyOf } from '../files/problem.ts'
import type { Reporter } from './reporter.ts'

/** A reporter that threw: its own report may be missing, everything else is unaffected. */
export interface ReporterFailure {
  reporter: string
  message: string
  /** What to do next, where that is known. */
  advice?: string
}

export interface Multiplex {
  begin(endNow: (reason: string) => RunResult): void
  emit(event: RunEvent): void
  /** Ends every reporter, the owner of the terminal last; returns which ones threw, each once. */
  end(result: RunResult): Promise<ReporterFailure[]>
}

/**
 * Passes a run's events to several reporters. A reporter that throws gets no more events, but its
 * report is still requested, and neither the run nor the others are lost.
 * Throws where two reporters want the terminal: that is a mistake of the caller.
 */
export function multiplex(reporters: readonly Reporter[]): Multiplex {
  const owners = reporters.filter(({ ownsTerminal }) => ownsTerminal === true)
  if (owners.length > 1) {
    const names = owners.map(({ name }) => name).join(' and ')
    throw new Error(`only one reporter can write to the terminal, but ${names} both want to`)
  }
  const failures = new Map<Reporter, ReporterFailure>()
  const failed = (reporter: Reporter, thrown: unknown) => {
    if (failures.has(reporter)) return
    failures.set(reporter, { reporter: reporter.name, ...inWords(thrown) })
  }
  const endOne = async (reporter: Reporter, result: RunResult) => {
    try {
      await reporter.onEnd?.(result)
    } catch (thrown) {
      failed(reporter, thrown)
    }
  }

  const tell = (message: (reporter: Reporter) => void) => {
    for (const reporter of reporters) {
      if (failures.has(reporter)) continue
      try {
        message(reporter)
      } catch (thrown) {
        failed(reporter, thrown)
      }
    }
  }

  return {
    begin: (endNow) => tell((reporter) => reporter.onBegin?.(endNow)),
    emit: (event) => tell((reporter) => reporter.onEvent?.(event)),
    async end(result) {
      const others = reporters.filter((reporter) => !owners.includes(reporter))
      // One after the other: of ten thousand images each report takes tens of mebibytes while it is written.
      for (const reporter of [...others, ...owners]) await endOne(reporter, result)
      return [...failures.values()]
    },
  }
}

function inWords(thrown: unknown): Pick<ReporterFailure, 'message' | 'advice'> {
  const message = isMemoryError(thrown) ? 'there is not enough memory' : reasonOf(thrown)
  const advice = thrown instanceof FileProblem ? thrown.advice : remedyOf(thrown)
  return { message, ...withoutUndefined({ advice }) }
}
