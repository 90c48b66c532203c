import { faults as discovery } from './discovery/faults.ts'
import { faults as formats } from './formats/faults.ts'
import { faults as http } from './http/faults.ts'
import { faults as pull } from './pull/faults.ts'
import { faults as push } from './push/faults.ts'
import { faults as referrersTag } from './referrers-tag/faults.ts'
import { faults as verification } from './verification/faults.ts'
import type { ClientFault } from './fault.ts'

/** Every fault of the mini client, in the order of the suites. */
export const faults: readonly ClientFault[] = [
  ...pull,
  ...push,
  ...discovery,
  ...referrersTag,
  ...http,
  ...verification,
  ...formats,
]
