import { isAllowed, findAccount, basicCredentials } from '../../../src/reference/auth/accounts.ts'
import { parseScopes } from '../../../src/reference/auth/scope.ts'
import { refused, type RequestContext } from '../../../src/reference/context.ts'
import { jsonReply, withHeader } from '../../../src/reference/reply.ts'
import { together } from '../../../src/reference/effects/alter.ts'
import type { Disturbance } from './disturbance.ts'
import { challenging } from '../../../src/reference/effects/challenge.ts'
import { onRequest, type Effects, type Match } from '../../../src/reference/effects/effects.ts'

const writing = { method: ['POST', 'PUT', 'PATCH', 'DELETE'] } as const

/** All these requests are refused by access control. */
const denying = (match: Match): Effects => onRequest(match, (ctx) => refused(ctx, 'denied'))

const repositoryOf = ({ route }: RequestContext): string =>
  'repository' in route && route.repository !== undefined ? route.repository : ''

/** Whether the account of a token request may do all that it requests. */
function mayAll({ headers, query, options }: RequestContext): boolean {
  const login = basicCredentials(headers.authorization)
  const account = login && findAccount(options.accounts, login.username, login.password)
  return parseScopes(query.getAll('scope')).every(({ repository, actions }) =>
    actions.every((action) => isAllowed(account, repository, action, options.anonymousPull)),
  )
}

/** Registries that permit less than a run needs, and token servers with conditions of their own: nothing is violated. */
export const restricted: readonly Disturbance[] = [
  {
    id: 'pushes-denied',
    title: 'denies all pushes with 403, as for an account that may only pull',
    touches: [],
    effects: () => denying({ ...writing, when: ({ route }) => route.endpoint !== 'token' }),
  },
  {
    id: 'repositories-created-first',
    title: 'returns 404 for pushes into repositories that were not created before, like Amazon ECR',
    touches: [],
    effects: () =>
      onRequest({ ...writing, when: ({ route }) => route.endpoint !== 'token' }, (ctx) =>
        ctx.store.find(repositoryOf(ctx)) ? ctx : refused(ctx, 'name-unknown', repositoryOf(ctx)),
      ),
  },
  {
    id: 'second-repository-denied',
    title: 'denies all access to repositories whose name ends with -more',
    touches: [],
    effects: () =>
      denying({
        when: (ctx) => repositoryOf(ctx).endsWith('-more') || (ctx.query.get('from') ?? '').endsWith('-more'),
      }),
  },
  {
    id: 'referrers-denied',
    title: 'denies the lists of referrers with 403',
    touches: [],
    effects: () => denying({ endpoint: 'referrers' }),
  },
  {
    id: 'deletions-unauthorised',
    title: 'does not authorise deletions, as with a token that may only pull and push',
    touches: [],
    effects: () =>
      onRequest({ endpoint: ['manifest', 'blob'], method: 'DELETE' }, (ctx) =>
        refused(ctx, 'unauthorized', undefined, { 'WWW-Authenticate': 'Basic realm="deletions"' }),
      ),
  },
  {
    id: 'challenge-for-pull',
    title: 'includes only pull in the challenge for a push, like GHCR',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/:pull,push/, ':pull')),
  },
  {
    id: 'token-client-required',
    title: 'returns 400 for token requests without client_id, like GitLab',
    touches: [],
    effects: () =>
      together(
        { options: { auth: 'bearer' } },
        onRequest({ endpoint: 'token', method: 'GET' }, (ctx) =>
          ctx.query.has('client_id') ? ctx : jsonReply(400, { message: 'client_id is missing' }),
        ),
      ),
  },
  {
    id: 'token-limited',
    title: 'returns 429 for every second token request, with Retry-After',
    touches: [],
    effects() {
      let seen = 0
      return together(
        { options: { auth: 'bearer' } },
        onRequest({ endpoint: 'token' }, (ctx) => {
          seen += 1
          return seen % 2 === 1 ? withHeader(refused(ctx, 'too-many-requests'), 'Retry-After', '0') : ctx
        }),
      )
    },
  },
  {
    id: 'token-all-or-nothing',
    title: 'returns no token if it would grant less than requested, like GHCR',
    touches: [],
    effects: () =>
      together(
        { options: { auth: 'bearer' } },
        onRequest({ endpoint: 'token' }, (ctx) => (mayAll(ctx) ? ctx : refused(ctx, 'denied'))),
      ),
  },
]
