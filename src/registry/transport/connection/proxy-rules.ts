import { BlockList, isIP } from 'node:net'
import { isLoopback } from '../target-url.ts'

/** Which requests go through a proxy. */
export interface ProxyRules {
  /** The proxy for requests to this origin; undefined means none. */
  proxyFor(origin: URL): URL | undefined
}

/** A proxy that cannot be used; the message states what to write instead. Contains no password. */
export class ProxyError extends Error {
  override name = 'ProxyError'
}

/** A proxy's address as people write it; without a scheme it means http. Throws ProxyError. */
export function parseProxy(text: string, origin: string): URL {
  const spelled = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(spelled) ? new URL(spelled) : undefined
  const example = 'write for example http://proxy.example:3128'
  if (!url || url.hostname === '') throw new ProxyError(`${origin} is not the address of a proxy; ${example}`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = url.protocol.replace(':', '')
    throw new ProxyError(
      `${origin} names a proxy for ${scheme}, but only http and https are known; ${example}`,
    )
  }
  try {
    decodeURIComponent(url.username + url.password)
  } catch {
    throw new ProxyError(
      `${origin} has a % in its user name or password that encodes nothing; write %25 for it`,
    )
  }
  return url
}

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80')
const bare = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase()

type Exemption = (host: string, port: string) => boolean

/** An address block such as 10.0.0.0/8. */
function block(entry: string): Exemption | undefined {
  const [address = '', length = ''] = entry.split('/')
  const family = isIP(bare(address))
  if (family === 0 || !/^\d{1,3}$/.test(length) || Number(length) > (family === 4 ? 32 : 128))
    return undefined
  const list = new BlockList()
  list.addSubnet(bare(address), Number(length), family === 4 ? 'ipv4' : 'ipv6')
  return (host) => isIP(host) === family && list.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** One entry of NO_PROXY: `*`, a host with all below it, either with a port, an address, a block of addresses. */
function exemption(entry: string): Exemption {
  if (entry === '*') return () => true
  const subnet = entry.includes('/') ? block(entry) : undefined
  if (subnet) return subnet
  const [, name = entry, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []
  const host = bare(name).replace(/^\*?\./, '')
  return (originHost, originPort) =>
    host !== '' &&
    (port === undefined || port === originPort) &&
    (originHost === host || (isIP(originHost) === 0 && originHost.endsWith(`.${host}`)))
}

/** Reads NO_PROXY: entries divided by commas or blanks. */
function exemptions(list: string): (origin: URL) => boolean {
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== '')
  const tests = entries.map(exemption)
  return (origin) => tests.some((exempt) => exempt(bare(origin.hostname).replace(/\.$/, ''), portOf(origin)))
}

/**
 * The rules that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY state, in small or large letters.
 * Requests to this machine go to it directly. Undefined where no proxy is named; throws ProxyError.
 */
export function proxyRules(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ProxyRules | undefined {
  const named = (name: string): { name: string; text: string } | undefined => {
    for (const spelling of [name.toLowerCase(), name]) {
      const text = environment[spelling]?.trim()
      if (text !== undefined && text !== '') return { name: spelling, text }
    }
    return undefined
  }
  const parse = (found: ReturnType<typeof named>) => found && parseProxy(found.text, found.name)
  const all = named('ALL_PROXY')
  const http = parse(named('HTTP_PROXY') ?? all)
  const https = parse(named('HTTPS_PROXY') ?? all)
  if (!http && !https) return undefined
  const exempt = exemptions(named('NO_PROXY')?.text ?? '')
  return {
    proxyFor: (origin) =>
      isLoopback(origin.hostname) || exempt(origin) ? undefined : origin.protocol === 'https:' ? https : http,
  }
}

/** One proxy for everything, for loopback too: the user named it. Throws ProxyError. */
export function oneProxy(text: string): ProxyRules {
  const proxy = parseProxy(text, '--proxy')
  return { proxyFor: () => proxy }
}
