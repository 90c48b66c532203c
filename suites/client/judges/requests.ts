import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { Seen } from '../seen.ts'

/** Path and query of a request, as it was sent. */
export const targetOf = ({ request }: Exchange): string =>
  /^[a-z]+:\/\/[^/?#]*(.*)$/is.exec(request.url)?.[1] ?? ''

export const pathOf = (exchange: Exchange): string => targetOf(exchange).split('?')[0] ?? ''

export const queryOf = (exchange: Exchange): URLSearchParams =>
  new URLSearchParams(targetOf(exchange).split('?').slice(1).join('?'))

/** host:port that the request went to. */
export const hostOf = ({ request }: Exchange): string => new URL(request.url).host

export const field = ({ request }: Exchange, name: string): string | undefined =>
  header(request.headers, name)

/**
 * The Authorization of a request. One with an empty name and an empty password has no credentials: some clients send that where they
 * know none.
 */
export function authorizationOf(exchange: Exchange): string | undefined {
  const authorization = field(exchange, 'Authorization')
  const encoded = /^basic +([^ ]*)$/i.exec(authorization ?? '')?.[1]
  const isEmpty = encoded !== undefined && Buffer.from(encoded, 'base64').toString('utf8') === ':'
  return isEmpty ? undefined : authorization
}

/** It carries credentials: in its Authorization, or as the password of a token request (OAuth 2.0). */
export const passwordIn = (exchange: Exchange): boolean =>
  authorizationOf(exchange) !== undefined ||
  /(?:^|&)password=./.test(Buffer.from(exchange.request.body?.bytes ?? []).toString('latin1'))

/** What was sent to the other registry. */
export const toOther = ({ exchanges, other }: Pick<Seen, 'exchanges' | 'other'>): Exchange[] =>
  exchanges.filter((each) => hostOf(each) === other)

export const statusOf = ({ response }: Exchange): number => response?.status ?? 0

export const isRead = ({ request }: Exchange): boolean => request.method === 'GET'

/** GETs of a blob or a manifest that were answered with content. */
export const readsOf = ({ exchanges }: Pick<Seen, 'exchanges'>, digest: string): Exchange[] =>
  exchanges.filter((each) => isRead(each) && statusOf(each) < 300 && pathOf(each).endsWith(`/${digest}`))

/** The reads of what the scenario is about. */
export const readsOfIt = (seen: Seen<{ digest: string }>): Exchange[] => readsOf(seen, seen.facts.digest)

/** The JSON object in the body of a request; empty where there is none. */
export function documentIn({ request }: Exchange): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(Buffer.from(request.body?.bytes ?? []).toString('utf8'))
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const uploads = /\/blobs\/uploads\//

export const isUpload = (exchange: Exchange): boolean => uploads.test(pathOf(exchange))

/** Requests with a method. */
export const by = ({ exchanges }: Pick<Seen, 'exchanges'>, ...methods: readonly string[]): Exchange[] =>
  exchanges.filter(({ request }) => methods.includes(request.method))

/** Pushes of manifests; those of a reference where one is named. */
export const manifestPuts = (seen: Pick<Seen, 'exchanges'>, reference?: string): Exchange[] =>
  by(seen, 'PUT').filter((each) => {
    const path = pathOf(each)
    return reference === undefined ? path.includes('/manifests/') : path.endsWith(`/manifests/${reference}`)
  })
