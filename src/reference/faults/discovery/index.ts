import type { Fault } from '../fault.ts'
import { referrerFaults } from './referrers.ts'
import { tagListFaults } from './tags.ts'

/** Faults in listing tags and referrers. */
export const discoveryFaults: readonly Fault[] = [...tagListFaults, ...referrerFaults]
