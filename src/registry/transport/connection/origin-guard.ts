import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { Duplex } from 'node:stream'
import { addressSpaceOf, spaceOfHost, type AddressSpace } from './address-space.ts'
import type { Network } from './network.ts'
import { TransportFailure } from '../failure/transport-failure.ts'

const system: Network = { lookup: systemLookup, spaceOf: addressSpaceOf }

export interface OriginGuardOptions {
  /** The target, which may be anywhere. */
  base: URL
  /** The target is reached through a proxy, so that its address is not known. */
  proxied?: boolean
  /** Permits all but metadata services. */
  allowPrivateOrigins?: boolean
  network?: Partial<Network> | undefined
}

/**
 * Keeps a target from having requests sent where it cannot send them itself: by a Location, a redirect or a realm it
 * names any origin, and so also what only the user's network or machine can reach.
 */
export interface OriginGuard {
  /** Resolves names to those of their addresses that are permitted; what a connection is made to is one of them. */
  lookup: LookupFunction
  /** Why no connection may be made to a host that is written as an address, and so not looked up. */
  refusalOfAddress(to: { hostname: string; protocol: string; host?: string | undefined }): Error | undefined
  /** Learns from the first connection to the target where it is; from then on its name may lead nowhere more private. */
  settle(hostname: string, socket: Duplex): void
  /** Why nothing may be sent to an origin whose name is resolved elsewhere, as far as the name shows it. */
  refusalOf(origin: URL): TransportFailure | undefined
}

/** Each space with those that a target in it may lead to: its own, and what is less private than that. */
const reachable: Readonly<Record<AddressSpace, readonly AddressSpace[]>> = {
  public: ['public'],
  private: ['public', 'private'],
  loopback: ['public', 'private', 'loopback'],
  'link-local': ['public', 'private', 'link-local'],
  metadata: ['public'],
  unusable: ['public'],
}

const allowed: readonly AddressSpace[] = ['public', 'private', 'loopback', 'link-local']

const described: Readonly<Record<AddressSpace, string>> = {
  public: 'a public address',
  private: 'a private address',
  loopback: 'an address of this machine',
  'link-local': 'a link-local address',
  metadata: 'the metadata service of a cloud',
  unusable: 'a multicast or reserved address',
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/(?<!\.)\.+$/, '')

export function createOriginGuard(options: OriginGuardOptions): OriginGuard {
  const { base, proxied = false, allowPrivateOrigins = false } = options
  const { lookup, spaceOf } = { ...system, ...options.network }
  const own = bare(base.hostname)
  /** Where the target is: known of an address, else once the first connection to it is made. */
  let space = isIP(own) === 0 ? (proxied ? (spaceOfHost(own) ?? 'public') : undefined) : spaceOf(own)

  const permits = (host: string, there: AddressSpace): boolean => {
    if (bare(host) === own && (space === undefined || space === there)) return true
    return (allowPrivateOrigins ? allowed : reachable[space ?? 'public']).includes(there)
  }

  const refusal = (origin: string, address: string | undefined, there: AddressSpace): TransportFailure => {
    const at = address === undefined ? 'is' : `is at ${address},`
    const known = `nothing was sent to ${origin}: it ${at} ${described[there]}`
    const target = described[space ?? 'public']
    const because = `, and the target, which names it, is at ${target}`
    return new TransportFailure(
      'not-allowed',
      allowed.includes(there)
        ? `${known}${because}; --allow-private-origins permits it`
        : `${known}; correct what the registry names as Location or realm`,
    )
  }

  const guardedLookup: LookupFunction = (hostname, wanted, callback) => {
    lookup(hostname, { ...wanted, all: true }, (error, found) => {
      if (error) return callback(error, wanted.all === true ? [] : '')
      const all = found as unknown as LookupAddress[]
      const permitted = all.filter(({ address }) => permits(hostname, spaceOf(address)))
      const [first] = permitted
      if (!first) {
        const address = all[0]?.address ?? ''
        return callback(refusal(hostname, address, spaceOf(address)), wanted.all === true ? [] : '')
      }
      if (wanted.all === true) callback(null, permitted)
      else callback(null, first.address, first.family)
    })
  }

  return {
    lookup: guardedLookup,
    refusalOfAddress({ hostname, protocol, host }) {
      const address = bare(hostname)
      if (isIP(address) === 0 || permits(hostname, spaceOf(address))) return undefined
      return refusal(`${protocol}//${host ?? hostname}`, undefined, spaceOf(address))
    },
    settle(hostname, socket) {
      const { remoteAddress } = socket as { remoteAddress?: string }
      if (space !== undefined || bare(hostname) !== own || remoteAddress === undefined) return
      space = spaceOf(remoteAddress)
    },
    refusalOf(origin) {
      const there = spaceOfHost(origin.hostname)
      return there === undefined || permits(origin.hostname, there)
        ? undefined
        : refusal(origin.origin, undefined, there)
    },
  }
}
