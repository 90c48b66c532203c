import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Caller } from './auth/accounts.ts'
import type { Tokens } from './auth/tokens.ts'
import type { Refusal } from './refusals.ts'
import { refuse } from './errors.ts'
import type { ReferenceSettings } from './options.ts'
import type { Policy } from './policy.ts'
import type { Reply } from './reply.ts'
import type { EndpointName, Route, RouteTo } from './routing.ts'
import type { Sessions } from './sessions.ts'
import type { Store } from './store.ts'

/** The parts of one registry. */
export interface Parts {
  readonly options: ReferenceSettings
  readonly policy: Policy
  readonly store: Store
  readonly sessions: Sessions
  readonly tokens: Tokens
  /** Signs what must not be made up by others: storage URLs, upload states. */
  readonly secret: string
}

/** What arrives: a message of Node's HTTP server, or what a client in the same process sends. */
export type IncomingRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'> &
  AsyncIterable<Uint8Array> & { readonly socket: Pick<Socket, 'localAddress' | 'localPort'> }

/** One request on its way through the registry. */
export interface RequestContext<Kind extends Route = Route> extends Parts {
  readonly method: string
  readonly route: Kind
  /** Path and query as they were sent. */
  readonly target: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** The fields as received, name and value in turn: repeated lines are kept separate. */
  readonly rawHeaders: readonly string[]
  /** `http://host:port` as the client calls the registry. */
  readonly origin: string
  readonly body: Uint8Array
  readonly caller: Caller
}

/** Handles one kind of request. Its body has been read, its caller is known and allowed. */
export type Endpoint<Name extends EndpointName> = (
  ctx: RequestContext<Extract<Route, RouteTo<Name>>>,
) => Reply

/** Refuses the request in the way that the policy has for it. */
export const refused = (
  ctx: Pick<Parts, 'policy'>,
  refusal: Refusal,
  detail?: string,
  headers?: Readonly<Record<string, string>>,
): Reply => refuse(ctx.policy.refusals, refusal, detail, headers)
