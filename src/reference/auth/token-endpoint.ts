import { basicCredentials, findAccount, isAllowed, type Account } from './accounts.ts'
import { parseScopes, type Scope } from './scope.ts'
import { refused, type Endpoint, type RequestContext } from '../context.ts'
import { jsonReply, type Reply } from '../reply.ts'

/** An OAuth2 error (RFC 6749, section 5.2), readable as a registry's error too. */
const oauthError = (status: number, error: string, message: string): Reply =>
  jsonReply(status, { error, error_description: message, errors: [{ code: 'UNAUTHORIZED', message }] })

const allowed = (ctx: RequestContext, account: Account | undefined, requested: readonly Scope[]): Scope[] =>
  requested
    .map(({ repository, actions }) => ({
      repository,
      actions: actions.filter((action) => isAllowed(account, repository, action, ctx.options.anonymousPull)),
    }))
    .filter(({ actions }) => actions.length > 0)

function issue(
  ctx: RequestContext,
  account: Account | undefined,
  requested: readonly Scope[],
  about: Record<string, string>,
): Reply {
  const token = ctx.tokens.issue({ account, requested, granted: allowed(ctx, account, requested) })
  return jsonReply(
    200,
    {
      token,
      access_token: token,
      expires_in: ctx.options.tokenLifetime,
      issued_at: new Date(ctx.options.now()).toISOString(),
      ...about,
    },
    { 'Cache-Control': 'no-store' },
  )
}

/** A token for Basic credentials, or an anonymous one, as `docker login` and pulls request it. */
export const getToken: Endpoint<'token'> = (ctx) => {
  const { options, headers, query } = ctx
  if (options.auth !== 'bearer') return refused(ctx, 'endpoint-unknown')
  const login = basicCredentials(headers.authorization)
  const account = login && findAccount(options.accounts, login.username, login.password)
  if (account === undefined && (headers.authorization !== undefined || !options.anonymousPull)) {
    return refused(ctx, 'unauthorized', undefined, { 'WWW-Authenticate': 'Basic realm="token service"' })
  }
  const wantsRefresh = account !== undefined && query.get('offline_token') === 'true'
  const about = wantsRefresh ? { refresh_token: ctx.tokens.issueRefresh(account) } : undefined
  return issue(ctx, account, parseScopes(query.getAll('scope')), { ...about })
}

/** A token by OAuth2: the password and refresh_token grants. */
export const postToken: Endpoint<'token'> = (ctx) => {
  if (ctx.options.auth !== 'bearer') return refused(ctx, 'endpoint-unknown')
  const form = new URLSearchParams(Buffer.from(ctx.body).toString('utf8'))
  const grant = form.get('grant_type')
  if (grant !== 'password' && grant !== 'refresh_token') {
    return oauthError(400, 'unsupported_grant_type', 'grant_type must be password or refresh_token')
  }
  const refreshToken = form.get('refresh_token') ?? ''
  const account =
    grant === 'password'
      ? findAccount(ctx.options.accounts, form.get('username') ?? '', form.get('password') ?? '')
      : ctx.tokens.findRefresh(refreshToken)
  if (account === undefined) return oauthError(400, 'invalid_grant', 'these credentials are not known')
  const scope = form.getAll('scope')
  const keeps = grant === 'refresh_token' ? { refresh_token: refreshToken } : {}
  const offline = grant === 'password' && form.get('access_type') === 'offline'
  return issue(ctx, account, parseScopes(scope), {
    ...(offline ? { refresh_token: ctx.tokens.issueRefresh(account) } : keeps),
    scope: scope.join(' '),
  })
}
