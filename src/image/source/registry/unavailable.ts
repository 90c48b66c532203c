import type { RegistryClient } from '../../../registry/client.ts'
import { header, type Exchange, type TransportError } from '../../../registry/record/exchange.ts'
import { adviceFor } from '../../../registry/reach/advice.ts'
import { reach } from '../../../registry/reach/reach.ts'
import { looksLikeRegistry } from '../../../registry/reach/signs.ts'
import { isLoopback } from '../../../registry/transport/target-url.ts'
import { parseDigest } from '../../decode/digest.ts'
import { ImageError } from '../../error.ts'
import { word } from '../open/copy-first.ts'

/** What was requested: the manifest that an image in a registry begins with. */
export interface RequestedImage {
  client: RegistryClient
  repository: string
  /** Tag or digest. */
  reference: string
}

/** A tag list is read for a hint only. */
const little = { bodyLimit: 64 * 1024, bodyMaximum: 1024 * 1024 }
const mostTags = 5
const tagGrammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

const checkName = 'check the name of the repository'
const logIn = 'log in with docker login, or use --username and --password-stdin'

/** The body of a response as JSON; undefined where it is not. */
function jsonOf({ response }: Exchange): unknown {
  try {
    return JSON.parse(Buffer.from(response?.body.bytes ?? []).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** `404 MANIFEST_UNKNOWN`: the status, and the first error code where the body contains one. */
function statusOf(exchange: Exchange): string {
  const body = jsonOf(exchange) as { errors?: { code?: unknown }[] } | null | undefined
  const code = Array.isArray(body?.errors) ? body.errors[0]?.code : undefined
  const type = header(exchange.response?.headers ?? [], 'content-type')?.split(';')[0] ?? ''
  const status = String(exchange.response?.status)
  if (typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code)) return `${status} ${code}`
  return body === undefined && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? `${status} with ${type}` : status
}

/** `GET http://localhost:5000/v2/app/manifests/1.0 returned 404 MANIFEST_UNKNOWN`. */
const describeExchange = (exchange: Exchange): string =>
  `${exchange.request.method} ${exchange.request.url} returned ${statusOf(exchange)}`

/** Whether a success holds something that can be judged as a manifest, however wrong it may be. */
export const isDocument = (exchange: Exchange): boolean =>
  looksLikeRegistry(exchange) ||
  jsonOf(exchange) !== undefined ||
  !/\bhtml\b/i.test(header(exchange.response?.headers ?? [], 'content-type') ?? '')

/**
 * Why an image in a registry cannot be read at all, in one sentence with the status of the response, and
 * what to do next. `exchange` is the failed GET of its manifest (distribution specification, Pull).
 */
export async function whyUnavailable(image: RequestedImage, exchange: Exchange): Promise<ImageError> {
  const { client } = image
  const { response, error } = exchange
  const host = client.base.host
  if (error?.code === 'aborted') return new ImageError('aborted', error.message)
  const status = response?.status
  if (status === 401 || status === 403) return denied(image, exchange)
  if (error) return failed(error)
  if (!looksLikeRegistry(exchange)) {
    const reached = await reach(client)
    if (reached.state === 'no-registry' || reached.state === 'tls') {
      const advice = reached.state === 'tls' ? reached.advice : 'check the host and the port'
      return new ImageError('not-an-image', reached.message, advice)
    }
  }
  if (status === 404) return missing(image, exchange)
  if (status === 200) {
    const advice = 'check the address, and what is in front of the registry'
    return new ImageError('not-an-image', `${describeExchange(exchange)}, which is not a manifest`, advice)
  }
  const advice = status === 429 ? 'wait, then try again' : 'try again, and check the log of the registry'
  return new ImageError(
    'unreadable',
    `${host} does not return ${nameOf(image)}: ${describeExchange(exchange)}`,
    advice,
  )
}

/** A message of the client that ends in what to do needs no advice beside it. */
const failed = ({ code, message }: TransportError): ImageError =>
  new ImageError(
    'unreadable',
    message,
    message.includes('; ') ? undefined : (adviceFor[code] ?? 'check the address, and try it with curl'),
  )

/** The registry refuses, or the token server that it names does. */
function denied(image: RequestedImage, exchange: Exchange): ImageError {
  const { client, repository } = image
  const advice = client.anonymous
    ? `${logIn}; registries also respond so where a repository does not exist: ${checkName}`
    : `check ${exchange.response?.status === 401 ? 'the user name and the password, and ' : ''}that the account may pull from ${repository}`
  return new ImageError(
    'unreadable',
    `${client.base.host} denies access to ${nameOf(image)}: ${exchange.error?.message ?? describeExchange(exchange)}`,
    advice,
  )
}

/** A 404: whether the tag or the repository is unknown shows in the list of tags. */
async function missing(image: RequestedImage, exchange: Exchange): Promise<ImageError> {
  const { client, repository, reference } = image
  const { host } = client.base
  const listed = await client.send({ method: 'GET', path: `/v2/${repository}/tags/list`, ...little })
  if (listed.response?.status === 404) {
    const advice = client.anonymous ? `${checkName}, or if it is private, ${logIn}` : checkName
    return new ImageError(
      'absent',
      `${host} does not have the repository ${repository}: ${describeExchange(exchange)}`,
      advice,
    )
  }
  const digest = parseDigest(reference) !== undefined
  const what = digest ? `a manifest with the digest ${reference}` : `the tag ${reference}`
  const tags = tagsOf(listed)
  return new ImageError(
    'absent',
    `the repository ${repository} of ${host} does not have ${what}: ${describeExchange(exchange)}`,
    tags.length === 0 ? `check the ${digest ? 'digest' : 'tag'}` : hint(image, tags),
  )
}

/** Tags that can be pulled; what else a list contains does not help. */
function tagsOf(listed: Exchange): string[] {
  const body = jsonOf(listed) as { tags?: unknown } | null | undefined
  const tags: unknown[] = listed.response?.status === 200 && Array.isArray(body?.tags) ? body.tags : []
  return tags.filter((tag) => typeof tag === 'string').filter((tag) => tagGrammar.test(tag))
}

function hint({ client, repository }: RequestedImage, tags: readonly string[]): string {
  const { base } = client
  const address = base.protocol === 'https:' || isLoopback(base.hostname) ? base.host : base.origin
  const more = tags.length - mostTags
  const listed = `${tags.slice(0, mostTags).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `it has ${listed}: \`oci-assay run ${word(`${address}/${repository}:${tags.at(-1)}`)}\``
}

/** `team/app:1.0` or `team/app@sha256:…`. */
const nameOf = ({ repository, reference }: RequestedImage): string =>
  `${repository}${parseDigest(reference) ? '@' : ':'}${reference}`
