import type { Ending } from '../engine/limit.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'

/** The failure of a run that has ended before anything could be evaluated; later its reports contain what is known. */
export function endedEarly({ cause, reason }: Ending): Failure {
  if (cause === 'interrupted') {
    return new Failure('interrupted before anything was evaluated', exitCodes.interrupted)
  }
  return new Failure(
    `${reason} before anything was evaluated`,
    exitCodes.incomplete,
    'a higher --run-timeout gives it longer',
  )
}
