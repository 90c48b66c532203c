import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

/** A secret in each form in which servers repeat it. */
export const formsOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret)
  return [
    ...new Set([
      secret,
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase(),
      encodeURIComponent(encodeURIComponent(secret)),
      new URLSearchParams({ s: secret }).toString().slice(2),
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(JSON.stringify(secret)).slice(3, -3),
      secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;'),
    ]),
  ]
}

/** What the fields of a request prove: each credential as it came, and decoded where it is Basic. */
function provenBy({ headers }: IncomingMessage): string[] {
  const fields = [headers.authorization, headers['proxy-authorization']].filter(
    (value) => value !== undefined,
  )
  return fields.flatMap((field) => {
    const [scheme = '', value = ''] = field.split(' ')
    if (scheme.toLowerCase() !== 'basic') return [value]
    const pair = Buffer.from(value, 'base64').toString()
    return [value, pair, pair.slice(pair.indexOf(':') + 1)]
  })
}

/** The tokens that a token server gives, each member with a value of its own. */
export const tokens = {
  token: 'tok+en/one~0123456789',
  access_token: 'access.token-two_0123456789',
  refresh_token: 'refresh=token+three/0123456789',
  session_secret: 'a-member-that-nobody-knows-0123456789',
}

interface EchoOptions {
  /** How the registry wants to be authorized. */
  scheme: 'basic' | 'bearer'
  /** Refuses everything, with what it received in its errors. */
  refuses?: boolean
}

/** A registry that repeats all credentials of a request in whatever it returns. */
export function echoing({ scheme, refuses = false }: EchoOptions): RequestListener {
  let count = 0
  const challenge = ({ headers: { host } }: IncomingMessage): string =>
    scheme === 'basic'
      ? 'Basic realm="echo"'
      : `Bearer realm="http://${host}/token",service="echo",scope="repository:a:pull"`

  return (request: IncomingMessage, response: ServerResponse) => {
    request.resume()
    const { pathname } = new URL(request.url ?? '/', 'http://echo')
    const proven = provenBy(request)
    const all = [...new Set(proven.flatMap(formsOf))]
    const text = all.join(' ')
    const send = (status: number, type: string, body: string, fields: Record<string, string> = {}) => {
      response.writeHead(status, { 'Content-Type': type, 'X-Echo': all.map(encodeURI).join(','), ...fields })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    const error = (status: number, fields?: Record<string, string>) => {
      const message = `not for ${request.headers.authorization ?? 'nobody'}`
      const errors = [{ code: 'UNAUTHORIZED', message, detail: { text, headers: request.headers } }]
      send(status, 'application/json', JSON.stringify({ errors }), fields)
    }
    if (pathname === '/token') {
      if (refuses) return send(401, 'application/json', JSON.stringify({ error: text, message: text }))
      return send(200, 'application/json', JSON.stringify({ ...tokens, expires_in: 300, scope: 'a' }))
    }
    const field = request.headers.authorization
    if (field === undefined) return error(401, { 'WWW-Authenticate': challenge(request) })
    if (refuses) return error(401, { 'WWW-Authenticate': challenge(request) })
    if (pathname === '/v2/')
      return send(200, 'application/json', '{}', { 'Docker-Distribution-API-Version': 'registry/2.0' })
    count += 1
    if (pathname.endsWith('/tags/list')) {
      const tags = count % 2 === 0 ? all : [{ text }]
      return send(200, 'application/json', JSON.stringify({ name: text, tags }), {
        Link: `</v2/a/tags/list?last=${encodeURIComponent(text)}&token=abc>; rel="next"`,
      })
    }
    if (request.method === 'POST') {
      const place = encodeURIComponent(proven.at(-1) ?? '')
      return send(202, 'text/plain', text, { Location: `${pathname}${place}?_state=${place}` })
    }
    const kinds = [
      () => error(400),
      () => send(500, 'text/plain', text),
      () => send(200, 'text/html', `<p>${text}</p>`),
      () =>
        send(307, 'text/plain', text, { Location: `/v2/elsewhere?sig=abc&echo=${encodeURIComponent(text)}` }),
      () => send(404, 'application/json', JSON.stringify({ Authorization: field, text })),
      () => send(201, 'text/plain', text, { 'Docker-Content-Digest': encodeURI(text) }),
    ]
    kinds[count % kinds.length]!()
  }
}
