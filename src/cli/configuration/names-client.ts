import { operationNames } from '../../client/operations.ts'
import type { RunSettings } from './setting.ts'

/** Whether settings are about a client: by a recipe, or by a command. */
export const namesClient = (chosen: RunSettings): boolean =>
  chosen.client !== undefined || operationNames.some((operation) => chosen[operation] !== undefined)
