import type { AnyScenario } from '../scenario.ts'
import { scenarios as chunks } from './scenarios/chunks.ts'
import { scenarios as locations } from './scenarios/locations.ts'
import { scenarios as manifests } from './scenarios/manifests.ts'
import { scenarios as mounts } from './scenarios/mounts.ts'
import { scenarios as sessions } from './scenarios/sessions.ts'

/** The requests of clients that push. */
export const scenarios: readonly AnyScenario[] = [
  ...manifests,
  ...locations,
  ...chunks,
  ...sessions,
  ...mounts,
]
