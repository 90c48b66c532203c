import type { RegistryClient } from '../client.ts'
import { header, type Exchange } from '../record/exchange.ts'
import type { RegistryRequest } from '../transport/request.ts'
import type { Done } from './advice.ts'
import {
  failure,
  nameOf,
  notBelow,
  notRegistry,
  refusal,
  unavailable,
  wrongScheme,
  type Reached,
} from './reached.ts'
import { isUnavailable } from '../transport/failure/failure.ts'
import { describe, isManifest, isRefusal, looksLikeRegistry, plainSuccess, wantsTls } from './signs.ts'

/** A name that no repository is likely to have: the form of the response is what counts. */
const probe = '/v2/oci-assay/reach/manifests/latest'

/** Limits of what is read of a response: a registry's is short. */
const limits = { bodyLimit: 64 * 1024, bodyMaximum: 1024 * 1024 }

/** A request for content of the repository that a run is about. */
export interface Place extends Pick<RegistryRequest, 'method' | 'path' | 'headers'> {
  /** The user named it: where it is absent, that is another mistake than a lack of access. */
  named?: boolean
}

/**
 * The first contact, which shows whether a run makes sense. A wrong response to `/v2/` alone is a failure of the registry,
 * which the run reports; `no-registry` needs a response to a manifest request that looks wrong too. Where access to `/v2/`
 * is refused, what counts is whether `place` can be read.
 */
export async function reach(client: RegistryClient, place?: Place, done?: Done): Promise<Reached> {
  const { base } = client
  const exchange = await client.send({ method: 'GET', path: '/v2/', ...limits })
  if (isClosed(exchange, client)) return await reachClosed(client, exchange, place, done)
  const failed = failure(exchange, base, done)
  if (failed) return failed
  if (exchange.response?.status === 404 && (await isAtRoot(client))) return notBelow(exchange, base)
  // Also where it says so in the form of a registry: nothing can be tested.
  if (isUnavailable(exchange) && isUnavailable(await client.send({ method: 'GET', path: probe, ...limits })))
    return unavailable(client, exchange, done)
  if (looksLikeRegistry(exchange)) return reached(exchange, base)
  if (wantsTls(exchange)) return wrongScheme(exchange, base)
  const second = await client.send({ method: 'GET', path: probe, ...limits })
  if (servesManifests(exchange, second)) return reached(exchange, base)
  // Or files without /v2/ itself.
  if (place?.named === true && isManifest(await client.send({ ...place, ...limits })))
    return reached(exchange, base)
  return notRegistry(client, exchange, second)
}

const reached = (exchange: Exchange, base: URL): Reached => ({
  ok: true,
  state: 'ok',
  message: `${nameOf(base)} returned ${describe(exchange)} to GET /v2/`,
  exchange,
})

/** Whether a registry refuses access to `/v2/`. */
function isClosed(exchange: Exchange, { anonymous }: RegistryClient): boolean {
  const { response, error } = exchange
  if (response?.status === 401) return true
  return response?.status === 403 && (error !== undefined || !anonymous || looksLikeRegistry(exchange))
}

async function reachClosed(
  client: RegistryClient,
  exchange: Exchange,
  place: Place | undefined,
  done: Done | undefined,
): Promise<Reached> {
  if (!place || !(await isReadable(client, place))) return refusal(client, exchange, done)
  const status = exchange.response?.status
  const message = `${nameOf(client.base)} returns ${status} to GET /v2/, but ${place.path} can be read`
  return { ok: true, state: 'ok', message, exchange }
}

/** Whether a place can be read although access to `/v2/` is refused. */
async function isReadable(client: RegistryClient, { named, ...place }: Place): Promise<boolean> {
  const exchange = await client.send({ ...place, ...limits, bodyMaximum: 64 * 1024 * 1024 })
  const { response, error } = exchange
  if (!response || error) return false
  return (
    plainSuccess(exchange) || (named === true && !isRefusal(response.status) && looksLikeRegistry(exchange))
  )
}

const isChallenge = ({ response }: Exchange): boolean =>
  response?.status === 401 && header(response.headers, 'www-authenticate') !== undefined

/** Whether the registry is at the root of the host and not below the path of the address. */
async function isAtRoot(client: RegistryClient): Promise<boolean> {
  const { base } = client
  if (base.pathname === '/') return false
  const exchange = await client.send({ method: 'GET', path: `${base.origin}/v2/`, ...limits })
  if (exchange.response?.status === 200) return looksLikeRegistry(exchange) || plainSuccess(exchange)
  return isChallenge(exchange)
}

/** Whether the response to a manifest request is that of a registry, after that to `/v2/`. */
const servesManifests = (first: Exchange, second: Exchange): boolean =>
  looksLikeRegistry(second) ||
  // Bare files behind a web server can be a registry to pull from; a server that returns 200 to anything cannot.
  (plainSuccess(first) && second.response?.status === 404) ||
  // A registry whose `/v2/` needs no credentials, and not a web site.
  isChallenge(second)
