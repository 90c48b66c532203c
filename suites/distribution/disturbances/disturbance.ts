import type { MakeEffects } from '../../../src/reference/effects/effects.ts'

/**
 * Trouble on the way to a registry that does as it should: networks, proxies, overload, caches. Nothing of it
 * is a statement of the specification that was violated, but a harness has to live with it.
 */
export interface Disturbance {
  /** Lasting, lower case with dashes; used like the id of a fault. */
  id: string
  /** What happens, in the present tense. */
  title: string
  /**
   * Requirements that it rightly changes, since a client could not see the difference: ids, or beginnings of ids
   * that end with a dot. Everything else keeps its verdict, or cannot be evaluated.
   */
  touches: readonly string[]
  effects: MakeEffects
}
