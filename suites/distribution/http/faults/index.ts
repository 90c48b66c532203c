import type { Fault } from '../../fault.ts'
import { messageFaults } from './messages.ts'
import { runFaults } from './run.ts'

/** Faults in HTTP where the specification leans on it. */
export const faults: readonly Fault[] = [...runFaults, ...messageFaults]
