import type { RequestContext } from '../context.ts'
import type { Scope } from './scope.ts'

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
