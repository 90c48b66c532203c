import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { authorize } from './auth/authorize.ts'
import { everyone } from './auth/accounts.ts'
import { createTokens } from './auth/tokens.ts'
import { bodyLimitOf, createBudget, readBody } from './body.ts'
import { completeReply } from './complete.ts'
import { refused, type IncomingRequest, type Parts, type RequestContext } from './context.ts'
import { allowedMethods, dispatch } from './dispatch.ts'
import { combine, type CombinedEffects } from './effects/combine.ts'
import { completeOptions, type ReferenceSettings } from './options.ts'
import type { MakeEffects, RequestInterceptor } from './effects/effects.ts'
import { honestPolicy } from './policy.ts'
import { inProcess, type InProcess } from './in-process.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Reply } from './reply.ts'
import { routeOf } from './routing.ts'
import { served, type OnServed } from './served.ts'
import { listen, send, type Listening } from './server.ts'
import { createSessions } from './sessions.ts'
import { createStore, StoreFull, type Store } from './store.ts'

/** The options of the registry, and how it deviates from a conforming one. */
export interface ReferenceOptions extends ReferenceSettings {
  /** Made once for each registry. Default none: conformant. */
  effects: readonly MakeEffects[]
  /** Called with each exchange over a socket, when its response was sent or its connection has ended. */
  onServed: OnServed
}

export interface ReferenceRegistry {
  readonly options: ReferenceSettings
  /** What the registry holds; content can be put here whatever HTTP allows. */
  readonly store: Store
  /** Responds to one request; never rejects. For use inside a server of one's own. */
  handler: (message: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Serves HTTP, or HTTPS with `tls`, on 127.0.0.1 and a free port by default. */
  listen: (at?: { host?: string; port?: number }) => Promise<Listening>
  /** Responds without a socket, for a client in the same process that connects to `origin`. */
  dispatcher: (origin: string) => InProcess
}

/**
 * A registry in memory that conforms to the distribution specification, in the version of its options.
 * `store` continues with what another registry held, as after an upgrade. Throws where an option makes no sense.
 */
export function createReferenceRegistry(
  chosen: Partial<ReferenceOptions> = {},
  kept?: Store,
): ReferenceRegistry {
  const effects = combine((chosen.effects ?? []).map((make) => make()))
  const options = effects.options(completeOptions(chosen))
  const store = kept ?? createStore(options.capacity)
  const parts: Parts = {
    options,
    store,
    policy: effects.policy(honestPolicy(options)),
    sessions: createSessions(store, {
      lifetime: options.sessionLifetime,
      count: options.sessionLimit,
      now: options.now,
    }),
    tokens: createTokens({ lifetime: options.tokenLifetime, now: options.now }),
    secret: randomBytes(32).toString('hex'),
  }
  const handle = createHandler(parts, effects)

  const handler = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const end = chosen.onServed && served(message, response, chosen.onServed)
    try {
      const answer = await handle(message)
      end?.(answer)
      send(response, message.method ?? 'GET', answer.reply)
    } catch {
      // Usually the client has disconnected, and this has no effect; else a bug of the registry itself shows as one.
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'Content-Length': 0 }).end()
    }
  }
  return {
    options,
    store,
    handler,
    listen: (at) => listen(handler, { ...at, tls: options.tls }),
    dispatcher: (origin) => inProcess(async (message) => (await handle(message)).reply, origin),
  }
}

/** A reply, with the request as far as it was looked at. */
interface Answer {
  reply: Reply
  ctx: RequestContext
}

const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

function createHandler(
  parts: Parts,
  effects: CombinedEffects,
): (message: IncomingRequest) => Promise<Answer> {
  const budget = createBudget(parts.options.capacity)
  const retryAfter = createRateLimit(parts.options.rateLimit, parts.options.now)

  /** Why the request ends before anybody reads its body. */
  const refuseEarly = (ctx: RequestContext): Reply | undefined => {
    const { route, method, options, policy } = ctx
    if (route.endpoint === 'unknown')
      return refused(ctx, route.malformed ? 'path-malformed' : 'endpoint-unknown')
    const wait = retryAfter()
    if (wait !== undefined)
      return refused(ctx, 'too-many-requests', undefined, { 'Retry-After': String(wait) })
    if ('repository' in route && route.repository !== undefined && !policy.isName(route.repository)) {
      return refused(ctx, 'name-invalid', route.repository)
    }
    const allowed = allowedMethods(route.endpoint)
    if (!allowed.includes(method))
      return refused(ctx, 'method-unsupported', method, { Allow: allowed.join(', ') })
    return options.readOnly && writing.has(method) && route.endpoint !== 'token'
      ? refused(ctx, 'read-only')
      : undefined
  }

  const answerFully = (ctx: RequestContext): Reply => {
    const current = intercepted(ctx, effects.requests)
    if ('status' in current) return current
    try {
      return dispatch(current) ?? refused(current, 'endpoint-unknown')
    } catch (error) {
      if (error instanceof StoreFull) return refused(current, 'storage-full', error.message)
      throw error
    }
  }

  const answerRouted = async (ctx: RequestContext, message: IncomingRequest): Promise<Answer> => {
    const early = refuseEarly(ctx)
    if (early !== undefined) return { reply: early, ctx }
    const caller = authorize(ctx)
    if ('status' in caller) return { reply: caller, ctx }
    const head = intercepted({ ...ctx, caller }, effects.heads)
    if ('status' in head) return { reply: head, ctx }
    const body = await readBody(message, bodyLimitOf(head), budget)
    if (typeof body === 'string') return { reply: refused(head, body), ctx: head }
    const whole: RequestContext = { ...head, body }
    return { reply: answerFully(whole), ctx: whole }
  }

  return async (message) => {
    const { reply, ctx } = await answerRouted(contextOf(message, parts), message)
    const sent = effects.replies.reduce((seen, intercept) => intercept(seen, ctx), completeReply(reply, ctx))
    return { reply: sent, ctx }
  }
}

/** What the interceptors make of a request: the first reply, or the request as they leave it. */
function intercepted(
  ctx: RequestContext,
  interceptors: readonly RequestInterceptor[],
): Reply | RequestContext {
  let current = ctx
  for (const intercept of interceptors) {
    const outcome = intercept(current)
    if ('status' in outcome) return outcome
    current = outcome
  }
  return current
}

/** What the registry makes of the head of a request; nothing of it is judged yet. */
function contextOf(message: IncomingRequest, parts: Parts): RequestContext {
  const [path = '/', ...rest] = (message.url ?? '/').replace(/^https?:\/\/[^/]*/i, '').split('?')
  const scheme = parts.options.tls === undefined ? 'http' : 'https'
  const { host } = message.headers
  return {
    method: message.method ?? 'GET',
    route: routeOf(path, parts.options.pathPrefix),
    target: [path, ...rest].join('?'),
    query: new URLSearchParams(rest.join('?')),
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    origin: `${scheme}://${host ?? `${message.socket.localAddress}:${message.socket.localPort}`}`,
    body: new Uint8Array(0),
    caller: everyone,
    // Last: each property that follows a spread costs V8 as much as all of this.
    ...parts,
  }
}
