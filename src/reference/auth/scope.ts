import { actions, type Action } from './accounts.ts'

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
