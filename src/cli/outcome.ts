import type { Command } from 'commander'
import type { Interruption } from './process/interruption.ts'

/** What a command's action sets, and what may interrupt it. */
export interface Outcome {
  exitCode: number
  interruption: Interruption
}

/** Makes one command of the program. */
export type MakeCommand = (outcome: Outcome) => Command
