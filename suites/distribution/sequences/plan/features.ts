import type { Dimensions } from '../value-pairs.ts'
import type { Machine } from './machines.ts'

/** What a registry has of what the specification leaves to it. */
export interface Features {
  deleteTag: boolean
  deleteManifest: boolean
  deleteBlob: boolean
  referrers: boolean
  sha512: boolean
  sha512Manifest: boolean
  tagParameters: boolean
  mount: boolean
  singlePost: boolean
  cancel: boolean
  chunked: boolean
  ranges: boolean
}

export type Feature = keyof Features

type Needs = Readonly<Record<string, Feature>>

/** Operations that need a feature, by what they address. */
export const operationNeeds = {
  manifest: { 'push with tag parameters': 'tagParameters', delete: 'deleteManifest' },
  tag: { delete: 'deleteTag', 'delete its manifest': 'deleteManifest' },
  blob: {
    'push by single-post': 'singlePost',
    'push by chunks': 'chunked',
    'push by chunks-and-final': 'chunked',
    'push by stream': 'chunked',
    mount: 'mount',
    delete: 'deleteBlob',
    'GET of a range': 'ranges',
  },
  upload: {
    chunk: 'chunked',
    'chunk after a gap': 'chunked',
    'chunk again': 'chunked',
    cancel: 'cancel',
  },
} as const satisfies Readonly<Record<string, Needs>>

/** Values that need a feature, as `dimension=value`. */
export const valueNeeds: Needs = {
  'way=single-post': 'singlePost',
  'way=chunks': 'chunked',
  'way=chunks-and-final': 'chunked',
  'way=stream': 'chunked',
  'chunks=1': 'chunked',
  'chunks=2': 'chunked',
  'chunks=3': 'chunked',
  'chunks=12': 'chunked',
  'chunks=one': 'chunked',
  'chunks=two': 'chunked',
  'chunks=four': 'chunked',
  'form=stream': 'chunked',
  'by=tag parameters': 'tagParameters',
  'operation=tag parameters': 'tagParameters',
  'operation=delete': 'deleteTag',
  'read=first': 'ranges',
  'read=middle': 'ranges',
  'read=last-byte': 'ranges',
  'read=open-ended': 'ranges',
  'read=suffix': 'ranges',
  'read=whole': 'ranges',
  'read=past-end': 'ranges',
  'read=long-suffix': 'ranges',
  'read=beyond': 'ranges',
}

/** The values that the registry has the features for. `sha512` is the feature that this algorithm needs here. */
export function availableValues<D extends Dimensions>(dimensions: D, features: Features, sha512: Feature): D {
  const has = (name: string, value: string) => {
    const need = value === 'sha512' ? sha512 : valueNeeds[`${name}=${value}`]
    return need === undefined || features[need]
  }
  return Object.fromEntries(
    Object.entries(dimensions).map(([name, values]) => [name, values.filter((value) => has(name, value))]),
    // The same dimensions with fewer values.
  ) as unknown as D
}

/** States that can be reached from the first one, without the operations that the registry lacks. */
export function reachableStates(
  machine: Machine,
  first: string,
  has: (operation: string) => boolean,
): Set<string> {
  const found = new Set([first])
  for (const state of found) {
    for (const [operation, next] of Object.entries(machine[state] ?? {})) if (has(operation)) found.add(next)
  }
  return found
}
