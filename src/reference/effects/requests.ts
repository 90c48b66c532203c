import type { RequestContext } from '../context.ts'

/** What requests are about: conditions under which effects apply, and parts that they look at. */

export const byTag = ({ route }: RequestContext): boolean =>
  route.endpoint === 'manifest' && !route.reference.includes(':')

export const byDigest = ({ route }: RequestContext): boolean =>
  route.endpoint === 'manifest' && route.reference.includes(':')

/** The repository holds something. */
export const exists = ({ route, store }: RequestContext): boolean =>
  'repository' in route && route.repository !== undefined && store.find(route.repository) !== undefined

export const nowhere = (ctx: RequestContext): boolean => !exists(ctx)

/** The repository of the request; empty where it has none. */
export const repositoryOf = ({ route }: RequestContext): string =>
  'repository' in route ? (route.repository ?? '') : ''

/** The tag or digest of a manifest; empty where the request is about something else. */
export const referenceOf = ({ route }: RequestContext): string =>
  route.endpoint === 'manifest' ? route.reference : ''

/** The digest that the request names as a parameter. */
export const digestOfQuery = ({ query }: RequestContext): string => query.get('digest') ?? ''

/** Whether the colon of a digest in the query was sent as %3A. */
export const hasEscapedDigest = ({ target }: RequestContext): boolean => /[?&]digest=sha256%3a/i.test(target)

/** Pushes of manifests, and those that are accepted. */
export const put = { endpoint: 'manifest', method: 'PUT' } as const
export const pushed = { ...put, status: 201 } as const

/** The fields of a pushed manifest; none where it is not a JSON object. */
export function documentIn({ body }: RequestContext): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Whether the manifest was pushed under this type, parameters aside. */
export const isTyped =
  (type: string) =>
  ({ headers }: RequestContext): boolean =>
    headers['content-type']?.split(';')[0] === type
