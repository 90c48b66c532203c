import type { Recipe } from '../../client/recipe.ts'
import type { CommonOptions } from '../options.ts'

/** Options of a run that tests a client. */
export interface ClientOptions extends Omit<CommonOptions, 'target'> {
  /** How the client is run. */
  recipe: Recipe
  /** Commands at once; default 2. What is violated is repeated with one at a time before it counts. */
  concurrency?: number
}
