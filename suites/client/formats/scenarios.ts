import { scenarios as configs } from './scenarios/configs.ts'
import { scenarios as copies } from './scenarios/copies.ts'
import { scenarios as indexes } from './scenarios/indexes.ts'
import { scenarios as layers } from './scenarios/layers.ts'
import { scenarios as titles } from './scenarios/titles.ts'
import type { AnyScenario } from '../scenario.ts'

/** What readers of images support, ignore, and leave alone. */
export const scenarios: readonly AnyScenario[] = [...indexes, ...layers, ...copies, ...configs, ...titles]
