import { actions, type Action } from './accounts.ts'
import type { RequestContext } from '../context.ts'

/** Actions on one repository, as a token's scope names them. */
export interface Scope {
  repository: string
  actions: readonly Action[]
}

export const renderScope = ({ repository, actions }: Scope): string =>
  `repository:${repository}:${actions.join(',')}`

/**
 * Reads scopes as clients send them: several parameters, or one with spaces between. What is not a
 * repository's scope, or names no known action, is passed over.
 */
export function parseScopes(values: readonly string[]): Scope[] {
  return values
    .flatMap((value) => value.split(/\s+/))
    .flatMap((text) => {
      const match = /^repository(?:\([^)]*\))?:(.+):([^:]*)$/.exec(text)
      if (match === null) return []
      const [, repository = '', list = ''] = match
      const named = list.split(',')
      const wanted = actions.filter((action) => named.includes(action) || named.includes('*'))
      return wanted.length > 0 ? [{ repository, actions: wanted }] : []
    })
}

/** What a request needs; `mount` is needed only for not having to upload. */
export interface Needs {
  scopes: readonly Scope[]
  mount?: Scope
}

/** What a request needs of its caller. */
export function needsOf({ route, method, query }: Pick<RequestContext, 'route' | 'method' | 'query'>): Needs {
  if (!('repository' in route) || route.repository === undefined) return { scopes: [] }
  const { repository, endpoint } = route
  if (endpoint === 'storage') return { scopes: [] }
  const writes = endpoint === 'uploads' || endpoint === 'upload' || method === 'PUT'
  if (!writes) return { scopes: [{ repository, actions: [method === 'DELETE' ? 'delete' : 'pull'] }] }
  const from = endpoint === 'uploads' && query.has('mount') ? query.get('from') : null
  return {
    scopes: [{ repository, actions: ['pull', 'push'] }],
    ...(from === null || from === repository ? {} : { mount: { repository: from, actions: ['pull'] } }),
  }
}
