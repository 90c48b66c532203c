import { countOf, plural } from './verdict-words.ts'
import type { AssayResult } from './reporter.ts'

export interface ExitOptions {
  /** A broken SHOULD fails the run too. */
  strict?: boolean
}

export interface Exit {
  /** 0 what was claimed holds; 1 broken; 3 not assayed; 130 interrupted. (2, wrong usage, never gets a result.) */
  code: 0 | 1 | 3 | 130
  /** Why, in one sentence without full stop. */
  why: string
}

/** What a run amounts to, for the shell and for people. Nothing decided is never a success. */
export function exitOf(result: AssayResult, options: ExitOptions = {}): Exit {
  const { fail, warn, pass } = result.totals.requirements
  if (result.interrupted) return { code: 130, why: 'the run was interrupted' }
  if (!result.complete) return { code: 130, why: 'the run never told its end: it was killed, or it crashed' }
  if (fail > 0) return { code: 1, why: `${plural(fail, 'requirement is', 'requirements are')} broken` }
  if (options.strict === true && warn > 0)
    return { code: 1, why: `${countOf('warn', warn)}, and --strict asks for none` }
  if (result.aborted !== undefined) return { code: 3, why: `the run was given up: ${result.aborted}` }
  if (pass + fail + warn === 0) return { code: 3, why: 'nothing was decided' }
  const undecided = result.requirements.filter(
    ({ level, verdict }) => level === 'MUST' && verdict === 'error',
  ).length
  if (undecided > 0)
    return { code: 3, why: `${plural(undecided, 'MUST', 'MUSTs')} could not be decided because of errors` }
  return { code: 0, why: warn > 0 ? `nothing is broken (${countOf('warn', warn)})` : 'nothing is broken' }
}

/** The exit code of a run with this result. */
export const exitCode = (result: AssayResult, options: ExitOptions = {}): Exit['code'] =>
  exitOf(result, options).code
