import type { Suite } from './define.ts'
import { suite as discovery } from './discovery/suite.ts'
import { suite as formats } from './formats/suite.ts'
import { suite as http } from './http/suite.ts'
import { suite as pull } from './pull/suite.ts'
import { suite as push } from './push/suite.ts'
import { suite as referrersTag } from './referrers-tag/suite.ts'
import { suite as verification } from './verification/suite.ts'

/** The suites of clients, in the order of reports. */
export const suites: readonly Suite[] = [pull, push, discovery, referrersTag, http, verification, formats]
