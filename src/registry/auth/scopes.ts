/** The token scopes that one request needs. */
export interface RequestScopes {
  /** Guessed from the request; may be wrong or empty. */
  own: readonly string[]
  /** Further ones: for mounts. */
  extra: readonly string[]
}

/** The scopes that a token must have for a request, as far as its method and path show them. */
export function guessScopes(method: string, path: string): string[] {
  const below = /\/v2\/([^?#]*)(?:\?([^#]*))?/.exec(path)
  if (!below) return []
  const [, route = '', query = ''] = below
  if (route === '_catalog') return ['registry:catalog:*']
  const name = /^(.+)\/(?:manifests|blobs|tags|referrers|_[a-z0-9._-]+)\//.exec(route)?.[1]
  if (name === undefined) return []
  // Every request to an upload session is a part of pushing, GET as well.
  const isUpload = /\/blobs\/uploads(?:\/|$)/.test(route)
  const scopes = [`repository:${name}:${isUpload ? 'pull,push' : actions(method)}`]
  if (method !== 'POST' || query === '') return scopes
  const from = new URLSearchParams(query).get('from')
  if (from !== null && from !== '' && from !== name) scopes.push(`repository:${from}:pull`)
  return scopes
}

function actions(method: string): string {
  if (method === 'GET' || method === 'HEAD') return 'pull'
  return method === 'DELETE' ? 'delete' : 'pull,push'
}

/**
 * Several lists as one, each scope once. The order stays, since some token servers look at the first scope alone: that
 * of the challenge, then the request's own, then what a mount needs in addition.
 */
export const joinScopes = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]

/** The scopes of a challenge's parameter: a list separated by spaces. */
export const splitScopes = (value: string | undefined): string[] =>
  value === undefined ? [] : value.split(/\s+/).filter((scope) => scope !== '')

/** The same scopes, with the actions of others on the same resources added to them. */
export function widenScopes(scopes: readonly string[], others: readonly string[]): string[] {
  const wide = new Map<string, string[]>()
  for (const scope of [...scopes, ...others]) {
    const end = scope.lastIndexOf(':')
    const resource = scope.slice(0, Math.max(end, 0))
    const known = wide.get(resource) ?? []
    wide.set(resource, joinScopes(known, scope.slice(end + 1).split(',')))
  }
  return [...wide].map(([resource, named]) =>
    resource === '' ? named.join(' ') : `${resource}:${named.join(',')}`,
  )
}
