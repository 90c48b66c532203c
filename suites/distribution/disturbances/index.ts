import { restricted } from './access.ts'
import { authenticated } from './authentication.ts'
import { connectionFailures } from './connections.ts'
import { referrersTags } from './referrers-tag.ts'
import { overloaded } from './overload.ts'
import { proxied } from './proxies.ts'
import { divided } from './repeated-fields.ts'
import { distributed } from './replicas.ts'
import type { Disturbance } from './disturbance.ts'

/** Every disturbance that can be built into the registry. */
export const disturbances: readonly Disturbance[] = [
  ...connectionFailures,
  ...overloaded,
  ...distributed,
  ...proxied,
  ...divided,
  ...referrersTags,
  ...authenticated,
  ...restricted,
]
