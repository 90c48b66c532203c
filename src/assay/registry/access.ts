import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import type { RegistryClientOptions } from '../../registry/client.ts'
import { lookUp } from '../../registry/auth/credential-store/index.ts'
import type { Credentials } from '../../registry/auth/credentials.ts'
import type { RegistryDispatcher } from '../../registry/transport/connection/dispatcher.ts'
import {
  oneProxy,
  ProxyError,
  proxyRules,
  type ProxyRules,
} from '../../registry/transport/connection/proxy-rules.ts'
import { parseTargetUrl } from '../../registry/transport/target-url.ts'

/** How a registry is reached, and as whom. */
export interface AccessOptions {
  /** A registry's address: `http://localhost:5000`, `registry.example/prefix`. */
  target: string
  repository?: string
  /** Default: the logins of docker or podman for this registry; `anonymous` sends none at all. */
  credentials?: Credentials | 'anonymous'
  plainHttp?: boolean
  /** PEM of authorities to trust instead of the system's. */
  ca?: string
  /** The name of the file that `ca` was read from, for messages. */
  caFile?: string
  /** PEM of a client certificate and of its key. */
  clientCert?: string
  clientKey?: string
  insecureSkipVerify?: boolean
  /** Instead of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, for every host; false means none. */
  proxy?: string | false
  /**
   * Use HTTP/2 where the server supports it. Not the default: where a server closes a connection
   * gracefully (GOAWAY, with nginx after 1000 requests), undici loses requests
   * that are in flight, so that tests end in errors; and repeated fields are recorded as one.
   */
  http2?: boolean
  /**
   * Lets a target lead requests by its redirects, Locations and realms to what is more private than itself: from a
   * public address to a private or link-local one, or to this machine. Metadata services of clouds stay unreachable. A
   * `dispatcher` of one's own connects by itself, and is not kept from anything.
   */
  allowPrivateOrigins?: boolean
  /** Milliseconds without progress after which a request fails; default 30,000. */
  timeout?: number
  /** Instead of sockets: a registry in the same process. */
  dispatcher?: RegistryDispatcher
  /** Ends whatever is under way, in every phase. */
  signal?: AbortSignal
}

export interface Access {
  base: URL
  /** For createRegistryClient. */
  client: RegistryClientOptions
  /** What reports list of it: only what differs from the defaults. */
  details: Record<string, string>
  /** Why places where credentials might be were passed over. */
  problems: readonly string[]
}

/**
 * Reads the address, finds the credentials and the proxy. Throws Failure where the options are
 * wrong; sends nothing.
 */
export async function accessTo(options: AccessOptions): Promise<Access> {
  const base = targetUrl(options)
  const { ca, caFile, clientCert, clientKey, insecureSkipVerify, http2, timeout, dispatcher } = options
  const { allowPrivateOrigins } = options
  if ((clientCert === undefined) !== (clientKey === undefined)) {
    throw new Failure('a client certificate requires its key: set both', exitCodes.usage)
  }
  const proxies = dispatcher ? undefined : proxiesOf(options)
  const proxy = proxies?.proxyFor(base)
  const { credentials, from, problems } = await credentialsFor(base, options)
  return {
    base,
    client: {
      base,
      credentials,
      proxies,
      ...withoutUndefined({
        ca,
        caFile,
        cert: clientCert,
        key: clientKey,
        insecureSkipVerify,
        http2,
        allowPrivateOrigins,
        timeout,
        dispatcher,
      }),
    },
    details: {
      ...withoutUndefined({ credentials: from }),
      ...(insecureSkipVerify === true && base.protocol === 'https:' ? { certificates: 'not verified' } : {}),
      ...(clientCert === undefined ? {} : { 'client certificate': 'shown' }),
      ...(http2 === true ? { protocol: 'HTTP/2 where it is offered' } : {}),
      ...(allowPrivateOrigins === true ? { 'private origins': 'allowed' } : {}),
      ...(proxy ? { proxy: proxy.origin } : {}),
    },
    problems,
  }
}

/** The registry's address; throws Failure. */
export function targetUrl({ target, plainHttp }: Pick<AccessOptions, 'target' | 'plainHttp'>): URL {
  try {
    return parseTargetUrl(target, plainHttp === undefined ? {} : { plainHttp })
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), exitCodes.usage)
  }
}

function proxiesOf({ proxy }: AccessOptions): ProxyRules | undefined {
  if (proxy === false) return undefined
  try {
    return proxy === undefined ? proxyRules() : oneProxy(proxy)
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error
    throw new Failure(error.message, exitCodes.usage)
  }
}

interface Found {
  credentials: Credentials | undefined
  from?: string
  problems: readonly string[]
}

async function credentialsFor(base: URL, options: AccessOptions): Promise<Found> {
  const { credentials, repository, dispatcher, signal } = options
  if (credentials === 'anonymous') return { credentials: undefined, problems: [] }
  if (credentials !== undefined) return { credentials, from: 'options', problems: [] }
  // A registry in the same process needs no account.
  if (dispatcher) return { credentials: undefined, problems: [] }
  const found = await lookUp(base.host, withoutUndefined({ repository, signal }))
  return { ...found, credentials: found.credentials }
}

/** What to add to an advice where credentials are missing: the reasons why none were found. */
export const adviceWith = (advice: string | undefined, problems: readonly string[]): string | undefined =>
  problems.length === 0 ? advice : [advice, `(${problems.join('; ')})`].filter(Boolean).join(' ')
