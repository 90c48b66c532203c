import type { FileProblem } from '../../files/problem.ts'
import { maskTyped } from '../../registry/record/redaction/places.ts'

/**
 * The exit codes; 0 is success. 2 is for wrong usage alone: what the machine refuses (a full disk, permissions) ends
 * like a run of which something could not be evaluated.
 */
export const exitCodes = { nonconformant: 1, usage: 2, incomplete: 3, interrupted: 130 } as const

/**
 * Something that the user can correct, reported in words and with an exit code, never as a stack trace. Passwords and
 * tokens in addresses are masked.
 */
export class Failure extends Error {
  override name = 'Failure'
  readonly exitCode: number
  /** What to do next, one line. */
  readonly advice: string | undefined

  constructor(message: string, exitCode: number, advice?: string) {
    super(maskTyped(message))
    this.exitCode = exitCode
    this.advice = advice === undefined ? undefined : maskTyped(advice)
  }
}

/** What is wrong with a file as a failure: wrong usage where another name helps, otherwise nothing was tested. */
export const failureOf = ({ message, advice, misnamed }: FileProblem): Failure =>
  new Failure(message, misnamed ? exitCodes.usage : exitCodes.incomplete, advice)
