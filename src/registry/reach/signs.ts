import { header, type Exchange } from '../record/exchange.ts'

const isError = (status: number): boolean => status >= 400

/** A status by which access is refused. */
export const isRefusal = (status: number): boolean => status === 401 || status === 403

/** A JSON object with an `errors` list: how registries, and hardly any other servers, report errors. */
function hasErrorList({ response }: Exchange): boolean {
  if (!response) return false
  try {
    const body: unknown = JSON.parse(Buffer.from(response.body.bytes).toString('utf8'))
    return typeof body === 'object' && body !== null && Array.isArray((body as { errors?: unknown }).errors)
  } catch {
    return false
  }
}

/** Whether a response has any sign of a registry. It need not be correct. */
export function looksLikeRegistry(exchange: Exchange): boolean {
  const { response } = exchange
  if (!response) return false
  const { status, headers } = response
  // Registries add their own fields to responses for paths that are not endpoints, too.
  if (status === 404) return hasErrorList(exchange)
  if (headers.some(([name]) => /^(?:docker-|oci-)/i.test(name))) return true
  if (isError(status) && hasErrorList(exchange)) return true
  return isManifest(exchange)
}

/** A manifest under its own media type. */
export function isManifest({ response }: Exchange): boolean {
  const type = header(response?.headers ?? [], 'content-type') ?? ''
  return response?.status === 200 && /^application\/vnd\.(?:oci|docker)\./i.test(type)
}

/** Whether a success at `/v2/` may be that of a registry: any but an HTML page. */
export function plainSuccess({ response }: Exchange): boolean {
  if (!response || response.status !== 200) return false
  return !/\bhtml\b/i.test(header(response.headers, 'content-type') ?? '')
}

/** TLS servers respond to a plain HTTP request with 400 and a sentence about it. */
export const wantsTls = ({ request, response }: Exchange): boolean =>
  request.url.startsWith('http:') &&
  response?.status === 400 &&
  /\bHTTPS (?:server|port)\b/i.test(Buffer.from(response.body.bytes.subarray(0, 2000)).toString('utf8'))

/** Status, type and server of a response, for messages. */
export function describe({ response }: Exchange): string {
  if (!response) return 'nothing'
  const type = header(response.headers, 'content-type')
  const server = header(response.headers, 'server')
  const parts = [String(response.status)]
  if (type !== undefined) parts.push(`with ${printable(type)}`)
  if (server !== undefined) parts.push(`from ${printable(server)}`)
  return parts.join(' ')
}

/** At most 60 characters of what a server sent, without those that would move a terminal's cursor. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
