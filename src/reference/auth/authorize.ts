import { needsOf, type Needs } from './needed-scopes.ts'
import { basicCredentials, everyone, findAccount, isAllowed, type Account, type Caller } from './accounts.ts'
import { renderScope, type Scope } from './scope.ts'
import { grants, type Token } from './tokens.ts'
import { refused, type RequestContext } from '../context.ts'
import type { Reply } from '../reply.ts'

type Unauthorized = Omit<RequestContext, 'caller' | 'body'>

const allows = (caller: Caller, scopes: readonly Scope[]): boolean =>
  scopes.every(({ repository, actions }) => actions.every((action) => caller.may(repository, action)))

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`

function challenge(ctx: Unauthorized, needs: Needs, error?: 'invalid_token' | 'insufficient_scope'): Reply {
  const { options } = ctx
  const parameters = [
    `realm=${quoted(`${ctx.origin}${options.pathPrefix}/token`)}`,
    `service=${quoted(options.service)}`,
  ]
  const scopes = needs.mount === undefined ? needs.scopes : [...needs.scopes, needs.mount]
  if (scopes.length > 0) parameters.push(`scope=${quoted(scopes.map(renderScope).join(' '))}`)
  if (error !== undefined) parameters.push(`error=${quoted(error)}`)
  return refused(ctx, 'unauthorized', undefined, { 'WWW-Authenticate': `Bearer ${parameters.join(',')}` })
}

const basicChallenge = (ctx: Unauthorized): Reply =>
  refused(ctx, 'unauthorized', undefined, {
    'WWW-Authenticate': `Basic realm=${quoted(ctx.options.service)}, charset="UTF-8"`,
  })

/** A caller whose account has been proven, or an anonymous one. */
export const accountCaller = (account: Account | undefined, anonymousPull: boolean): Caller => ({
  ...(account === undefined ? {} : { username: account.username }),
  may: (repository, action) => isAllowed(account, repository, action, anonymousPull),
  wasDenied: (repository) => !isAllowed(account, repository, 'pull', anonymousPull),
})

function authorizeBasic(ctx: Unauthorized, needs: Needs): Caller | Reply {
  const { options, headers } = ctx
  const login = basicCredentials(headers.authorization)
  const account = login && findAccount(options.accounts, login.username, login.password)
  const caller = accountCaller(account, options.anonymousPull)
  const isKnown = account !== undefined || (headers.authorization === undefined && options.anonymousPull)
  if (!isKnown) return basicChallenge(ctx)
  if (allows(caller, needs.scopes)) return caller
  return account === undefined ? basicChallenge(ctx) : refused(ctx, 'denied')
}

const tokenCaller = (token: Token): Caller => ({
  ...(token.account === undefined ? {} : { username: token.account.username }),
  may: (repository, action) => grants(token.granted, repository, action),
  wasDenied: (repository) =>
    token.requested.some((scope) => scope.repository === repository) &&
    !grants(token.granted, repository, 'pull'),
})

function authorizeBearer(ctx: Unauthorized, needs: Needs): Caller | Reply {
  const text = /^bearer +(\S+) *$/i.exec(ctx.headers.authorization ?? '')?.[1]
  if (text === undefined) return challenge(ctx, needs)
  const token = ctx.tokens.find(text)
  if (token === undefined || token === 'expired') return challenge(ctx, needs, 'invalid_token')
  const caller = tokenCaller(token)
  if (!allows(caller, needs.scopes)) return challenge(ctx, needs, 'insufficient_scope')
  // A client that did not request the other repository can; one that did so in vain uploads the blob.
  const { mount } = needs
  const couldMount = mount === undefined || allows(caller, [mount]) || caller.wasDenied(mount.repository)
  return couldMount ? caller : challenge(ctx, needs, 'insufficient_scope')
}

/** Finds out who sends the request, and whether that is enough; else the challenge or the refusal. */
export function authorize(ctx: Unauthorized): Caller | Reply {
  const { endpoint } = ctx.route
  if (ctx.options.auth === 'none' || endpoint === 'token' || endpoint === 'storage') return everyone
  const needs = needsOf(ctx)
  return ctx.options.auth === 'basic' ? authorizeBasic(ctx, needs) : authorizeBearer(ctx, needs)
}
