import type { Tracker } from '../coverage.ts'
import { blobReadDimensions, manifestDimensions, tagDimensions } from '../dimensions.ts'
import { operationNeeds, reachableStates, type Feature, type Features } from './features.ts'
import { pairOf } from './items.ts'
import { blobMachine, manifestMachine, tagMachine, uploadMachine, type Machine } from './machines.ts'
import { neighbours } from './neighbours.ts'
import { overlaps } from './overlaps.ts'

/** Declares the pairs of operations and states, of overlaps and of neighbours that a plan is to cover, and those that do not apply. */
export function declareGoals(tracker: Tracker, features: Features): void {
  declareMachine(tracker, features, 'manifest', manifestMachine, 'never')
  declareMachine(tracker, features, 'tag', tagMachine, 'never')
  declareMachine(tracker, features, 'blob', blobMachine, 'never')
  declareMachine(tracker, features, 'upload', uploadMachine, 'open, empty')
  declareLists(tracker, features)
  declareBeside(tracker, features)
}

function declareMachine(
  tracker: Tracker,
  features: Features,
  group: keyof typeof operationNeeds,
  machine: Machine,
  first: string,
): void {
  const needs: Readonly<Record<string, Feature>> = operationNeeds[group]
  const has = (operation: string) => {
    const need = needs[operation]
    return need === undefined || features[need]
  }
  const reachable = reachableStates(machine, first, has)
  for (const [state, operations] of Object.entries(machine)) {
    for (const operation of Object.keys(operations)) {
      const pair = [pairOf(operation, state)]
      if (reachable.has(state) && has(operation)) tracker.declare(group, pair)
      else tracker.exclude(group, pair, 'feature absent')
    }
  }
}

/** Groups of operation × state × what it is done to: for plans that have many requests. */
export const detailedGroups = ['manifest by kind', 'tag by form', 'blob by size'] as const

/** Declares each pair of operation and state once more for each kind of thing. */
export function declareDetails(tracker: Tracker): void {
  const details = [
    ['manifest', detailedGroups[0], manifestDimensions.kind],
    ['tag', detailedGroups[1], tagDimensions.form],
    ['blob', detailedGroups[2], blobReadDimensions.size.filter((size) => size !== '0' && size !== '1')],
  ] as const
  for (const [group, detailed, values] of details) {
    const pairs = [...tracker.missing(group)]
    for (const value of values)
      tracker.declare(
        detailed,
        pairs.map((pair) => pairOf(pair, value)),
      )
  }
}

const listStates = ['no tag', 'one tag', 'several tags', 'after a move', 'after a deletion']
const referrersStates = ['none', 'one', 'several', 'before the subject', 'after deletion of one']

function declareLists(tracker: Tracker, { deleteTag, deleteManifest, referrers }: Features): void {
  const declare = (group: string, has: boolean, pairs: readonly string[]) =>
    has ? tracker.declare(group, pairs) : tracker.exclude(group, pairs, 'feature absent')
  for (const operation of ['whole', 'pages by link', 'pages by last']) {
    for (const state of listStates) {
      const has = state !== 'after a deletion' || deleteTag || deleteManifest
      declare('tag list', has, [pairOf(operation, state)])
    }
  }
  for (const operation of ['all', 'by artifactType']) {
    for (const state of referrersStates) {
      const has = referrers && (state !== 'after deletion of one' || deleteManifest)
      declare('referrers', has, [pairOf(operation, state)])
    }
  }
}

function declareBeside(tracker: Tracker, { deleteTag, deleteManifest, deleteBlob }: Features): void {
  const lacks = (text: string): boolean =>
    ((text.startsWith('deletion of a tag') || text.endsWith('deleted tag')) && !deleteTag) ||
    (text.startsWith('deletion of a blob') && !deleteBlob) ||
    (/^(?:a )?deletion/.test(text) && !/of a (?:tag|blob)/.test(text) && !deleteManifest)
  for (const [group, pairs] of [
    ['overlap', overlaps],
    ['neighbours', neighbours],
  ] as const) {
    tracker.declare(
      group,
      pairs.filter((text) => !lacks(text)),
    )
    tracker.exclude(group, pairs.filter(lacks), 'feature absent')
  }
}
