import type { Fault } from './fault.ts'

/** Every fault that can be built into the registry. */
export const faults: readonly Fault[] = []
