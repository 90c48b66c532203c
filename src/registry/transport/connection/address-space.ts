import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

/**
 * What an IP address belongs to, by the registries of IANA for special-purpose addresses: the internet, a network of
 * one's own, this machine, the link, the metadata service of a cloud, or nothing that a registry can be at
 * (multicast, broadcast, reserved).
 */
export type AddressSpace = 'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'unusable'

type Blocks = readonly (readonly [space: AddressSpace, ...blocks: string[]])[]

/** The services that provide a machine in a cloud with its credentials; some are at addresses of another space. */
const metadata = {
  ipv4: ['168.63.129.16/32', '169.254.0.23/32', '169.254.42.42/32', '169.254.169.254/32', '169.254.170.0/24'],
  ipv6: ['fd00:ec2::/32', 'fd20:ce::254/128', 'fd00:42::42/128'],
  shared: ['100.100.100.200/32', '192.0.0.192/32'],
}

/** The first block that contains an address counts. */
const ofIpv4: Blocks = [
  ['metadata', ...metadata.ipv4, ...metadata.shared],
  // 0.0.0.0 connects to this machine.
  ['loopback', '0.0.0.0/8', '127.0.0.0/8'],
  // Some proxies resolve names to addresses that are reserved for benchmarks.
  ['private', '10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15'],
  ['link-local', '169.254.0.0/16'],
  ['unusable', '192.0.0.0/24', '224.0.0.0/3'],
]

const ofIpv6: Blocks = [
  ['metadata', ...metadata.ipv6],
  ['loopback', '::/128', '::1/128'],
  ['private', 'fc00::/7', 'fec0::/10', '64:ff9b:1::/48'],
  ['link-local', 'fe80::/10'],
  // Teredo, discard-only and multicast.
  ['unusable', '2001::/32', '100::/64', 'ff00::/8'],
]

/** IPv6 blocks whose addresses lead to an IPv4 address, and where in the address that is, in groups of 16 bits. */
const embedding = [
  ['::ffff:0:0/96', 6],
  ['::ffff:0:0:0/96', 6],
  ['::/96', 6],
  ['64:ff9b::/96', 6],
  ['2002::/16', 1],
] as const

const isIn = (address: IPv4 | IPv6, block: string): boolean => address.match(ipaddr.parseCIDR(block))

const spaceIn = (address: IPv4 | IPv6, blocks: Blocks): AddressSpace | undefined =>
  blocks.find(([, ...all]) => all.some((block) => isIn(address, block)))?.[0]

function embeddedIn(address: IPv6): IPv4 | undefined {
  const at = embedding.find(([block]) => isIn(address, block))?.[1]
  const [high, low] = at === undefined ? [] : address.parts.slice(at, at + 2)
  if (high === undefined || low === undefined) return undefined
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff])
}

/** Of each address that was met: every connection is checked, and a run connects to one or two hosts. */
const spaces = new Map<string, AddressSpace>()

/** The space of an IP address as a resolver, a socket or a URL has it: with or without brackets and a zone. */
export function addressSpaceOf(text: string): AddressSpace {
  const known = spaces.get(text)
  if (known !== undefined) return known
  // A registry that redirects from host to host without end must not fill the memory.
  if (spaces.size >= 1000) spaces.clear()
  const space = computedSpace(text)
  spaces.set(text, space)
  return space
}

function computedSpace(text: string): AddressSpace {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/s, '')
  if (!ipaddr.isValid(bare)) return 'unusable'
  const address = ipaddr.parse(bare)
  if (address.kind() === 'ipv4') return spaceIn(address, ofIpv4) ?? 'public'
  const own = spaceIn(address, ofIpv6)
  if (own !== undefined) return own
  const embedded = embeddedIn(address as IPv6)
  return embedded ? (spaceIn(embedded, ofIpv4) ?? 'public') : 'public'
}

const metadataNames = new Set(
  'metadata metadata.google.internal metadata.goog metadata.azure.internal metadata.tencentyun.com instance-data instance-data.ec2.internal'.split(
    ' ',
  ),
)

/** The space that the host of a URL is in by its name alone; undefined where only a resolver can know. */
export function spaceOfHost(hostname: string): AddressSpace | undefined {
  const name = hostname.toLowerCase().replace(/(?<!\.)\.+$/, '')
  if (name.startsWith('[') || ipaddr.IPv4.isValidFourPartDecimal(name)) return addressSpaceOf(name)
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  return metadataNames.has(name) ? 'metadata' : undefined
}
