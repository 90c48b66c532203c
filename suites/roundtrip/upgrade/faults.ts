import { editing } from '../../../src/reference/effects/alter.ts'
import type { Fault as FaultOf } from '../../distribution/fault.ts'
import type { UpgradeRequirement } from './requirements.ts'

const list = { endpoint: 'referrers', status: 200 } as const

const entriesOf = (document: Record<string, unknown>): Record<string, unknown>[] =>
  document['manifests'] as Record<string, unknown>[]

const withoutType = (entry: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => name !== 'artifactType'))

/** Registries that lose something when their referrers API is switched on: what they do from then on. */
export const upgradeFaults: readonly FaultOf<UpgradeRequirement>[] = [
  {
    id: 'upgrade-forgets-referrers',
    violates: 'upgrade.referrers.listed',
    title: 'lists only referrers that were pushed after its referrers API was switched on',
    effects: () => editing(list, (document) => ({ ...document, manifests: [] })),
  },
  {
    id: 'upgrade-forgets-types',
    violates: 'upgrade.referrers.descriptor',
    title: 'lists referrers that were pushed before its API was switched on without their artifact type',
    effects: () =>
      editing(list, (document) => ({
        ...document,
        manifests: entriesOf(document).map(withoutType),
      })),
  },
]
