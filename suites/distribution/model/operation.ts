import { readRoute } from '../../../src/registry/ledger/route.ts'
import { header, type ExchangeRequest } from '../../../src/registry/record/exchange.ts'

/** What a request asks of a registry (distribution specification, Endpoints), read from its method and URL. */
export type Operation =
  | { on: 'manifest'; method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'; repository: string; reference: string }
  | { on: 'blob'; method: 'GET' | 'HEAD' | 'DELETE'; repository: string; digest: string; range?: string }
  /** The POST that starts an upload, pushes a whole blob (`digest`) or mounts one (`mount`). */
  | { on: 'uploads'; method: 'POST'; repository: string; digest?: string; mount?: string; from?: string }
  /** A request about one upload, at a URL that the registry gave. `digest` closes it. */
  | { on: 'upload'; method: 'PATCH' | 'PUT' | 'GET' | 'DELETE'; url: string; digest?: string }
  | { on: 'tags'; method: 'GET'; repository: string; n?: string; last?: string }
  | { on: 'referrers'; method: 'GET'; repository: string; digest: string; artifactType?: string }

/** Operations on one kind of thing. */
export type OperationOn<On extends Operation['on']> = Extract<Operation, { on: On }>

/** Undefined for what is no URL. Thousands are read in a run, of which hardly one is none: parsing it once is the fastest. */
export function parseUrl(url: string, base?: string): URL | undefined {
  try {
    return new URL(url, base)
  } catch {
    return undefined
  }
}

/** True for `sha256:…`; a tag has no colon. */
export const isDigest = (reference: string): boolean => reference.includes(':')

type Request = Pick<ExchangeRequest, 'method' | 'url' | 'headers'>

/**
 * Reads a request. `isUpload`: whether a URL is one that the registry returned for an upload, which may have any form.
 * Undefined for requests that none of these endpoints serves.
 */
export function readOperation(request: Request, isUpload: (url: string) => boolean): Operation | undefined {
  const { method, url } = request
  const parsed = parseUrl(url)
  if (parsed === undefined) return undefined
  const { pathname, searchParams: query } = parsed
  if (isUpload(url))
    return isOfUpload(method) ? { on: 'upload', method, url, ...read(query, 'digest') } : undefined
  return listOf(method, pathname, query) ?? contentOf(request, pathname, query)
}

const isOfUpload = (method: string): method is 'PATCH' | 'PUT' | 'GET' | 'DELETE' =>
  method === 'PATCH' || method === 'PUT' || method === 'GET' || method === 'DELETE'

/** The query parameters of these names that are there. */
const read = <Name extends string>(
  query: URLSearchParams,
  ...names: readonly Name[]
): Partial<Record<Name, string>> =>
  Object.fromEntries(names.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : []))) as Partial<
    Record<Name, string>
  >

function listOf(method: string, pathname: string, query: URLSearchParams): Operation | undefined {
  const start = pathname.indexOf('/v2/')
  if (method !== 'GET' || start < 0) return undefined
  const parts = pathname.slice(start + '/v2/'.length).split('/')
  const [endpoint, last = ''] = parts.slice(-2)
  const repository = decode(parts.slice(0, -2).join('/'))
  if (repository === '') return undefined
  if (endpoint === 'tags' && last === 'list')
    return { on: 'tags', method, repository, ...read(query, 'n', 'last') }
  if (endpoint !== 'referrers') return undefined
  return { on: 'referrers', method, repository, digest: decode(last), ...read(query, 'artifactType') }
}

function contentOf(
  { method, headers }: Request,
  pathname: string,
  query: URLSearchParams,
): Operation | undefined {
  const route = readRoute(pathname)
  if (route === undefined) return undefined
  const { kind, repository } = route
  if (kind === 'uploads')
    return method === 'POST'
      ? { on: 'uploads', method, repository, ...read(query, 'digest', 'mount', 'from') }
      : undefined
  if (kind === 'manifest' && (isRead(method) || method === 'PUT' || method === 'DELETE'))
    return { on: 'manifest', method, repository, reference: route.reference }
  if (kind === 'blob' && (isRead(method) || method === 'DELETE')) {
    const range = header(headers, 'range')
    return {
      on: 'blob',
      method,
      repository,
      digest: route.reference,
      ...(range === undefined ? {} : { range }),
    }
  }
  return undefined
}

const isRead = (method: string): method is 'GET' | 'HEAD' => method === 'GET' || method === 'HEAD'

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
