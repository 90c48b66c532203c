import type { Fault } from '../../fault.ts'
import { referrerPageFaults } from './referrer-pages.ts'
import { referrerFaults } from './referrers.ts'
import { tagLinkFaults } from './tag-links.ts'
import { tagPageFaults } from './tag-pages.ts'
import { tagListFaults } from './tags.ts'
import { atOnceFaults } from './at-once.ts'
import { listFailureFaults } from './failures.ts'
import { referrerEntryFaults } from './referrer-entries.ts'

/** Faults in listing tags and referrers. */
export const faults: readonly Fault[] = [
  ...tagListFaults,
  ...tagPageFaults,
  ...tagLinkFaults,
  ...referrerFaults,
  ...referrerPageFaults,
  ...atOnceFaults,
  ...listFailureFaults,
  ...referrerEntryFaults,
]
