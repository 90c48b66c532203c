import type { Behaviour } from './behaviour.ts'
import { Refused } from './content.ts'
import { exchange, TooLong, type Received, type Sent } from './http.ts'

/** What a request of the client may set. */
export interface Request {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array
  limit?: number
}

/** The response, and the address that gave it: another one than was requested after a redirect. */
export interface Response extends Received {
  url: URL
}

/** How the client reaches registries; it remembers warnings and tokens of one invocation. */
export interface Session {
  send(url: URL, request?: Request): Promise<Response>
  /** Warnings so far, as they are to be shown. */
  warnings(): readonly string[]
  /** The longest body so far, in bytes, after it was decompressed. */
  held(): number
}

export interface Credentials {
  username: string
  password: string
}

const usualLimit = 4 * 1024 * 1024
const redirects = new Set([301, 302, 307, 308])

/** `credentials` finds those of a host, as Docker's configuration has them. */
export function createSession(
  behaviour: Behaviour,
  credentials: (host: string) => Credentials | undefined,
  ca?: string,
): Session {
  const shown: string[] = []
  const tokens = new Map<string, string>()
  let held = 0

  const warn = ({ warnings }: Received): void => {
    if (!behaviour.showsWarnings) return
    for (const warning of warnings) {
      const text = /^299 \S+ "(.*)"/.exec(warning)?.[1] ?? warning
      if (behaviour.showsWarningsOnce && shown.includes(text)) continue
      shown.push(text)
    }
  }

  const hold = (bytes: number) => void (held = Math.max(held, bytes))

  const measured = async (sent: Sent): Promise<Received> => {
    try {
      const received = await exchange(sent)
      hold(received.body.length)
      return received
    } catch (error) {
      if (error instanceof TooLong) hold(error.read)
      throw error
    }
  }

  const authorized = async (url: URL, request: Request, authorization?: string): Promise<Response> => {
    const { method = 'GET', headers = {}, body, limit = usualLimit } = request
    const received = await measured({
      method,
      url,
      limit,
      limitsDecompressed: behaviour.limitsDecompressed,
      ca,
      headers: {
        'Accept-Encoding': 'gzip',
        ...headers,
        ...(authorization === undefined ? {} : { authorization }),
        ...(method === 'PUT' || method === 'PATCH' || body
          ? { 'Content-Length': String(body?.length ?? 0) }
          : {}),
      },
      ...(body ? { body } : {}),
    })
    warn(received)
    if (!behaviour.ignoresWarnings && received.warnings.length > 0 && method === 'GET')
      await exchange({ method: 'HEAD', url, limit, headers })
    return { ...received, url }
  }

  const followed = async (url: URL, request: Request, authorization?: string): Promise<Response> => {
    let response = await authorized(url, request, authorization)
    for (let hops = 0; hops < 5 && redirects.has(response.status) && behaviour.followsRedirects; hops += 1) {
      const location = response.headers.get('location')
      if (location === undefined) throw new Refused('a redirect without Location')
      const next = new URL(location, response.url)
      const same = next.host === url.host || !behaviour.keepsAuthorization
      response = await authorized(next, request, same ? authorization : undefined)
    }
    return response
  }

  return {
    async send(url, request = {}) {
      const known = tokens.get(url.host)
      const response = await followed(url, request, known)
      if (response.status !== 401 || response.url.host !== url.host) return response
      const login = credentials(url.host)
      if (login === undefined) return response
      const challenge = response.headers.get('www-authenticate') ?? ''
      const basic = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
      const token = /^basic/i.test(challenge) ? basic : await fetchToken(challenge, url, basic)
      tokens.set(url.host, token)
      return followed(url, request, token)
    },
    warnings: () => shown,
    held: () => held,
  }
}

/** A bearer token from the server that the challenge names. */
async function fetchToken(challenge: string, registry: URL, basic: string): Promise<string> {
  const parameters = new Map(
    [...challenge.matchAll(/(?<!\w)(\w+)="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  )
  const realm = new URL(parameters.get('realm') ?? '', registry)
  for (const name of ['service', 'scope']) {
    const value = parameters.get(name)
    if (value !== undefined) realm.searchParams.set(name, value)
  }
  // The password goes to the host that the user has logged in to, and to no other one.
  const headers = realm.hostname === registry.hostname ? { authorization: basic } : {}
  const { status, body } = await exchange({ method: 'GET', url: realm, headers, limit: usualLimit })
  if (status !== 200) throw new Refused(`no token: ${status}`)
  const { token } = JSON.parse(Buffer.from(body).toString('utf8')) as { token?: string }
  return `Bearer ${token ?? ''}`
}
