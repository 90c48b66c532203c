import type { LookupFunction } from 'node:net'
import type { AddressSpace } from './address-space.ts'

/** How names become addresses, and what these belong to: replaced in tests, which have nothing but loopback. */
export interface Network {
  lookup: LookupFunction
  spaceOf: (address: string) => AddressSpace
}
