import { hasUserInfo } from '../../../registry/record/redaction/places.ts'
import { parseTargetUrl } from '../../../registry/transport/target-url.ts'
import { parseDigest } from '../../decode/digest.ts'
import { ImageError } from '../../error.ts'
import { parseTransport } from './transport.ts'

/** An image in a registry, as it is written on a command line. */
export interface ImageReference {
  /** See parseTargetUrl. */
  base: URL
  repository: string
  /** Tag or digest. */
  reference: string
}

const repositoryGrammar =
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const tagGrammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

const looksLikeHost = (host: string): boolean => /[.:]/.test(host) || host === 'localhost'

/** The host that serves images which are named after Docker Hub. */
const hub = 'registry-1.docker.io'

/** What clients of Docker make of a name: `busybox` is `library/busybox` of Docker Hub. */
function expandShortName(text: string): string {
  const [first = '', ...rest] = text.split('/')
  if (rest.length > 0 && looksLikeHost(first)) return text
  return `${hub}/${rest.length === 0 ? 'library/' : ''}${text}`
}

/** Names of Docker Hub lead to its registry, which has another host name. */
const ofHub = (host: string, rest: string): { host: string; rest: string } =>
  /^(?:index\.)?docker\.io$/i.test(host)
    ? { host: hub, rest: rest.includes('/') ? rest : `library/${rest}` }
    : { host, rest }

/**
 * Whether an address with a scheme names an image: its path ends in a tag or a digest. Without one
 * it may be the prefix of a registry as well, and is taken for that.
 */
export function hasTagOrDigest(address: string): boolean {
  const [, path = ''] = /^https?:\/\/[^/?#]+\/([^?#]*)$/i.exec(address) ?? []
  const name = path.slice(path.lastIndexOf('/') + 1)
  return [name.lastIndexOf(':'), name.indexOf('@', 1)].some((at) => at > 0 && at < name.length - 1)
}

/**
 * Reads `host[:port]/repository[:tag|@digest]`, with `http://` or `https://` before it where wanted, or
 * `docker://` as skopeo writes it, with which a name without a host is one of Docker Hub.
 * Undefined for what does not look like one; throws ImageError for what does but is not.
 */
export function parseReference(
  text: string,
  options: { plainHttp?: boolean } = {},
): ImageReference | undefined {
  const transport = parseTransport(text)
  if (transport?.kind === 'registry') return parseName(expandShortName(transport.reference), options)
  return transport ? undefined : parseName(text, options)
}

/** `repository[:tag][@digest]`, as all clients read it: a digest wins over a tag, and neither means the tag latest. */
function partsOf(text: string): { repository: string; reference: string; problem?: string } {
  const [named = '', digest, ...more] = text.split('@')
  const colon = named.lastIndexOf(':')
  const repository = colon === -1 ? named : named.slice(0, colon)
  const tag = colon === -1 ? undefined : named.slice(colon + 1)
  const parts = { repository, reference: digest ?? tag ?? 'latest' }
  if (more.length > 0 || (digest !== undefined && !parseDigest(digest)))
    return { ...parts, problem: 'has a malformed digest' }
  if (!repositoryGrammar.test(repository))
    return { ...parts, problem: 'has a repository name that is not allowed' }
  if (tag !== undefined && !tagGrammar.test(tag))
    return { ...parts, problem: 'has a tag that is not allowed' }
  return parts
}

function parseName(text: string, options: { plainHttp?: boolean }): ImageReference | undefined {
  const match = /^(?<scheme>https?:\/\/)?(?<host>[^/]+)\/(?<rest>.+)$/i.exec(text)
  const { scheme = '', host: typed = '', rest: path = '' } = match?.groups ?? {}
  if (!match || (scheme === '' && !looksLikeHost(typed)) || typed.startsWith('.')) return undefined
  const { host, rest } = ofHub(typed, path)
  const fail = (why: string): never => {
    throw new ImageError(
      'not-an-image',
      `${JSON.stringify(text)} ${why}; an image in a registry is host[:port]/repository[:tag|@digest]`,
    )
  }
  if (hasUserInfo(text)) {
    throw new ImageError(
      'not-an-image',
      'the address contains a user name or a password; use --username and --password-stdin instead',
    )
  }
  const { repository, reference, problem } = partsOf(rest)
  if (problem !== undefined) return fail(problem)
  try {
    return { base: parseTargetUrl(`${scheme}${host}`, options), repository, reference }
  } catch (error) {
    return fail(`names no registry (${error instanceof Error ? error.message : String(error)})`)
  }
}
