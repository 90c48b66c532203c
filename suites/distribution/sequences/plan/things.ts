import { type Feature, operationNeeds } from './features.ts'
import { pairOf } from './items.ts'
import { blobMachine, type Machine, manifestMachine, tagMachine } from './machines.ts'
import { blobSteps, manifestSteps, tagSteps } from './operations.ts'
import type { Stage } from './pushes.ts'
import { pullSize, sizeClass } from './values.ts'
import type { Walk } from './walk.ts'
import type { Place, Step } from '../sequence.ts'
import { blobState, manifestState, tagState } from '../state.ts'

/** The kinds of things that operations are done to, each with its machine. */

export interface Kind {
  group: 'manifest' | 'tag' | 'blob'
  machine: Machine
  names: (walk: Walk) => string[]
  state: (walk: Walk, at: Place, name: string) => string
  /** What it is, as the detailed groups of the coverage count it. */
  detail: (walk: Walk, name: string) => string | undefined
  steps: (stage: Stage, at: Place, name: string, operation: string) => Step[] | undefined
}

export const manifests: Kind = {
  group: 'manifest',
  machine: manifestMachine,
  names: ({ cast }) => Object.keys(cast.manifests),
  state: ({ world }, at, name) => manifestState(world, at, name),
  detail: ({ cast }, name) => cast.manifests[name]?.kind,
  steps: manifestSteps,
}

export const tags: Kind = {
  group: 'tag',
  machine: tagMachine,
  names: ({ cast }) => Object.keys(cast.tags),
  state: ({ world }, at, name) => tagState(world, at, name),
  detail: ({ cast }, name) => cast.tags[name]?.form,
  steps: tagSteps,
}

export const blobs: Kind = {
  group: 'blob',
  machine: blobMachine,
  // What is the same for all runs is in no state that a sequence could know.
  names: ({ cast }) => Object.entries(cast.blobs).flatMap(([name, { size }]) => (size < 16 ? [] : [name])),
  state: ({ world }, at, name) => blobState(world, at, name),
  detail: ({ cast }, name) => cast.blobs[name] && pullSize(sizeClass(cast.blobs[name].size)),
  steps: blobSteps,
}

export const hasOperation = (
  walk: Pick<Stage, 'features'>,
  group: Kind['group'],
  operation: string,
): boolean => {
  const needs: Readonly<Record<string, Feature>> = operationNeeds[group]
  const need = needs[operation]
  return need === undefined || walk.features[need]
}

/** Whether a pair is missing, for anything or for what this thing is. */
export function lacks(walk: Walk, { group, detail }: Kind, name: string, pair: string): boolean {
  if (walk.tracker.isMissing(group, pair)) return true
  if (!walk.world.detailed) return false
  const value = detail(walk, name)
  return value !== undefined && walk.tracker.isMissing(detailOf[group], pairOf(pair, value))
}

const detailOf = { manifest: 'manifest by kind', tag: 'tag by form', blob: 'blob by size' } as const
