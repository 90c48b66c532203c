import { unforeseen } from '../engine/expectations.ts'
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
  const strict = options.strict === true
  const fresh = unforeseen(result, strict)
  if (result.interrupted) return { code: 130, why: 'the run was interrupted' }
  if (!result.complete) return { code: 130, why: 'the run never told its end: it was killed, or it crashed' }
  const broken = [
    ...(fresh.fail > 0 ? [`${plural(fresh.fail, 'requirement is', 'requirements are')} broken`] : []),
    ...(fresh.fail === 0 && fresh.warn > 0
      ? [`${countOf('warn', fresh.warn)}, and --strict asks for none`]
      : []),
    ...staleIn(result),
  ]
  if (broken.length > 0) return { code: 1, why: broken.join('; ') }
  if (result.aborted !== undefined) return { code: 3, why: `the run was given up: ${result.aborted}` }
  if (pass + fail + warn === 0) return { code: 3, why: 'nothing was decided' }
  const undecided = result.requirements.filter(
    ({ level, verdict }) => level === 'MUST' && verdict === 'error',
  ).length
  if (undecided > 0)
    return { code: 3, why: `${plural(undecided, 'MUST', 'MUSTs')} could not be decided because of errors` }
  const known = result.expectations ? [plural(result.expectations.foreseen.length, 'known failure')] : []
  const besides = [...known, ...(warn > 0 ? [countOf('warn', warn)] : [])]
  const nothing = known.length > 0 ? 'nothing new is broken' : 'nothing is broken'
  return { code: 0, why: besides.length > 0 ? `${nothing} (${besides.join(', ')})` : nothing }
}

/** What is no longer true of what was known to be broken. */
function staleIn({ expectations }: AssayResult): string[] {
  const { passing = 0, expired = 0 } = expectations?.totals ?? {}
  return [
    ...(passing > 0 ? [`${plural(passing, 'expectation names', 'expectations name')} what passes`] : []),
    ...(expired > 0 ? [`${plural(expired, 'expectation has', 'expectations have')} expired`] : []),
  ]
}

/** The exit code of a run with this result. */
export const exitCode = (result: AssayResult, options: ExitOptions = {}): Exit['code'] =>
  exitOf(result, options).code
