import type { Tracker } from '../coverage.ts'
import type { Sequence, Step } from '../sequence.ts'
import { apply } from './apply.ts'
import type { Cast } from './cast.ts'
import { changesOf, endangeredBy, keyOfRead, readOf, repairedBy, seenBy } from './effects.ts'
import type { Features } from './features.ts'
import { itemsOf } from './items.ts'
import type { Stage } from './pushes.ts'
import { bestRead } from './reads.ts'
import { requestsOf } from './requests.ts'
import { createWorld } from './world.ts'

/** How often something was read. */
export interface Looks {
  gets: number
  heads: number
}

/** A sequence while it is made: steps go in, the world and what is covered follow. */
export interface Walk extends Stage {
  steps: Step[]
  requests: () => number
  /** Adds steps, and before each the pulls without which it would hide what an earlier one did wrong. */
  add: (...steps: readonly Step[]) => void
  /** Adds one step as it is. */
  put: (step: Step) => void
  /** Pulls and lists of a thing since its last change, by a key such as `tag home t1`. */
  looksAt: (key: string) => Readonly<Looks>
  /** What the steps cost with those pulls. */
  costOf: (steps: readonly Step[]) => number
  finish: (id: string) => Sequence
}

const never: Looks = { gets: 0, heads: 0 }

export function createWalk(
  cast: Cast,
  {
    tracker,
    features,
    draw,
    detailed,
  }: { tracker: Tracker; features: Features; draw: (below: number) => number; detailed: boolean },
): Walk {
  const world = createWorld(cast, detailed)
  const steps: Step[] = []
  const unseen = new Set<string>()
  const looks = new Map<string, Looks>()
  const scene = { world, cast, features, draw, tracker }
  let requests = 0
  const look = (step: Step): void => {
    if (step.do === 'at-once') step.steps.forEach(look)
    const key = keyOfRead(step)
    if (key === undefined) return
    const { gets, heads } = looks.get(key) ?? never
    const isHead = 'method' in step && step.method === 'HEAD'
    looks.set(key, isHead ? { gets, heads: heads + 1 } : { gets: gets + 1, heads })
  }
  const put = (step: Step): void => {
    tracker.cover(itemsOf(world, step))
    requests += requestsOf(world, step)
    for (const key of seenBy(world, step, unseen)) unseen.delete(key)
    look(step)
    for (const key of changesOf(world, step)) looks.delete(key)
    for (const key of [...changesOf(world, step), ...endangeredBy(world, step)]) unseen.add(key)
    apply(world, step)
    steps.push(step)
  }
  const masked = (step: Step): string[] =>
    [...new Set([...changesOf(world, step), ...repairedBy(step)])].filter((key) => unseen.has(key))
  const show = (key: string): void => {
    if (!unseen.has(key)) return
    const read = readOf(world, key, features)
    if (read) put(read.do === 'read-blob' ? read : bestRead(scene, read, true))
    unseen.delete(key)
  }
  return {
    ...scene,
    steps,
    put,
    requests: () => requests,
    looksAt: (key) => looks.get(key) ?? never,
    add(...added) {
      for (const step of added) {
        for (const key of masked(step)) show(key)
        put(bestRead(scene, step, false))
      }
    },
    costOf: (planned) =>
      planned.reduce((sum, step) => sum + requestsOf(world, step) + masked(step).length, 0),
    finish(id) {
      if (steps.at(-1)?.do !== 'look-around') put({ do: 'look-around' })
      const { blobs, manifests, tags } = cast
      return { id, blobs, manifests, tags, steps }
    },
  }
}
