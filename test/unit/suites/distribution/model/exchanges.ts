import { describe, jsonContent, type Content, type Descriptor } from '../../../../../src/content/content.ts'
import { imageIndex, imageManifest, type ManifestOptions } from '../../../../../src/content/manifest.ts'
import { manifestTypes, mediaTypes } from '../../../../../src/content/media-types.ts'
import { bodyOf } from '../../../../../src/registry/record/body.ts'
import type { Exchange, Headers, TransportError } from '../../../../../src/registry/record/exchange.ts'
import { isCondition, type Condition } from '../../../../../src/registry/reproduce/condition-kinds.ts'
import type { Contradiction } from '../../../../../suites/distribution/model/contradiction.ts'
import { createHistory, type About, type History } from '../../../../../suites/distribution/model/history.ts'
import { judgeHistory } from '../../../../../suites/distribution/model/judge.ts'
import { observe } from '../../../../../suites/distribution/model/observe.ts'

/** One request of a small history, and what was answered. */
export interface Sent {
  method: string
  path: string
  requestHeaders?: Headers | Record<string, string>
  requestBody?: Uint8Array
  status?: number
  headers?: Headers | Record<string, string>
  body?: Uint8Array | string
  error?: TransportError
  /** Of the body of the response only the first bytes were kept. */
  truncated?: true
  /** Of the body of the request only the first bytes were kept. */
  requestTruncated?: true
  /** Milliseconds. By default each request starts when the one before it has ended. */
  at?: readonly [start: number, end: number]
}

/** The header fields and the body of a request, or of a response. */
export interface Message {
  headers?: Record<string, string>
  body?: Uint8Array | string
}

/** One request and its response, in the order of the wire. */
export const exchange = (
  method: string,
  path: string,
  { headers: requestHeaders = {}, body: requestBody }: Message,
  status: number,
  received: Message = {},
): Sent => ({
  method,
  path,
  requestHeaders,
  ...(requestBody === undefined ? {} : { requestBody: bytesOf(requestBody) }),
  status,
  ...received,
})

export const origin = 'http://registry.example'
export const home = 'run/home'
export const elsewhere = 'run/other'

const pairs = (headers: Sent['headers'] = {}): Headers =>
  Array.isArray(headers) ? headers : Object.entries(headers)

const bytesOf = (body: Sent['body'] = ''): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body

/** The exchanges of a history; each takes five milliseconds, and there are five between two of them. */
export const exchangesOf = (sent: readonly Sent[]): Exchange[] =>
  sent.map((each, at): Exchange => {
    const {
      method,
      path,
      requestHeaders = {},
      requestBody,
      status = 200,
      headers,
      body,
      error,
      truncated = false,
    } = each
    const [start, end] = each.at ?? [at * 10, at * 10 + 5]
    const request = {
      method,
      url: new URL(path, origin).href,
      headers: pairs(requestHeaders),
      ...(requestBody === undefined
        ? {}
        : { body: { ...bodyOf(requestBody), truncated: each.requestTruncated === true } }),
    }
    const base = { id: at + 1, request, via: [], startedAt: start, duration: end - start }
    return error
      ? { ...base, error }
      : {
          ...base,
          response: { status, headers: pairs(headers), body: { ...bodyOf(bytesOf(body)), truncated } },
        }
  })

export type Knowledge = Partial<About>

const about: About = {
  spec: 'dev',
  features: {
    referrers: true,
    deleteTag: true,
    deleteManifest: true,
    deleteBlob: true,
    sha512Manifest: true,
  },
  isOwn: () => true,
}

/** A history in which all digests and tags are the run's own, of a registry that has everything. */
export function historyOf(sent: readonly Sent[], known: Knowledge = {}): History {
  const exchanges = exchangesOf(sent)
  const all = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  return createHistory(observe(exchanges, all), { ...about, ...known })
}

export function judged(sent: readonly Sent[], known: Knowledge = {}): readonly Contradiction[] {
  const found = judgeHistory(historyOf(sent, known))
  for (const each of found) checkConditions(each)
  return found
}

/** A script says PASS where the conditions of a finding hold: they must not hold of the response that it is about. */
function checkConditions({ judgement, observed: { exchange }, requirement }: Contradiction): void {
  const conditions = judgement.holds ? [] : (judgement.conditions ?? []).filter(isCondition)
  const status = String(exchange.response?.status ?? '')
  const holds = (condition: Condition): boolean =>
    condition.kind === 'status' &&
    (condition.exchange ?? exchange.id) === exchange.id &&
    (condition.not === true) !==
      condition.in.some((each) => new RegExp(`^${each.replaceAll('x', '.')}$`).test(status))
  if (conditions.length > 0 && conditions.every(holds))
    throw new Error(`${requirement}: ${status} satisfies the conditions ${JSON.stringify(conditions)}`)
}

/** The requirements that a history contradicts, in the order of its requests. */
export const violatedBy = (sent: readonly Sent[], known: Knowledge = {}): string[] =>
  judged(sent, known).map(({ requirement }) => requirement)

/** Where it is does not matter to the registry: nobody has to push it before. */
const away = describe(jsonContent({}, mediaTypes.config), { urls: ['https://elsewhere.example'] })
const layer = { ...away, mediaType: mediaTypes.layer }

/** A manifest without blobs that have to be pushed before; each name makes another one. */
export const manifest = (name: string, more: Partial<ManifestOptions> = {}): Content =>
  imageManifest({
    config: away,
    layers: [layer],
    annotations: { name },
    ...more,
  })

export const index = (name: string, manifests: readonly Descriptor[] = [], more = {}): Content =>
  imageIndex({ manifests, annotations: { name }, ...more })

type More = Partial<Sent> & { repository?: string; query?: string }

const manifestPath = (reference: string, { repository = home, query = '' }: More): string =>
  `/v2/${repository}/manifests/${reference}${query}`

/** The PUT of a manifest by tag, or by its digest. */
export function put(content: Content, reference: string = content.digest, more: More = {}): Sent {
  const subject = (JSON.parse(new TextDecoder().decode(content.bytes)) as { subject?: Descriptor }).subject
  return {
    method: 'PUT',
    path: manifestPath(reference, more),
    requestHeaders: { 'Content-Type': content.mediaType },
    requestBody: content.bytes,
    status: 201,
    headers: {
      Location: manifestPath(content.digest, more),
      'Docker-Content-Digest': content.digest,
      ...(subject ? { 'OCI-Subject': subject.digest } : {}),
    },
    ...more,
  }
}

const anyType = { Accept: manifestTypes.join(', ') }

/** The GET of a manifest, answered with this one. */
export const get = (content: Content, reference: string = content.digest, more: More = {}): Sent => ({
  method: 'GET',
  path: manifestPath(reference, more),
  requestHeaders: anyType,
  headers: { 'Content-Type': content.mediaType, 'Docker-Content-Digest': content.digest },
  body: content.bytes,
  ...more,
})

/** The HEAD of a manifest, answered with the header fields of this one. */
export const head = (content: Content, reference: string = content.digest, more: More = {}): Sent => ({
  ...get(content, reference, more),
  method: 'HEAD',
  headers: {
    'Content-Type': content.mediaType,
    'Content-Length': String(content.bytes.length),
    'Docker-Content-Digest': content.digest,
    ...(more.headers as Record<string, string> | undefined),
  },
  body: '',
})

/** A request for a manifest of any common type that is answered with a status alone; 404 by default. */
export const missing = (reference: string, more: More = {}): Sent => ({
  method: 'GET',
  path: manifestPath(reference, more),
  requestHeaders: anyType,
  status: 404,
  ...more,
})

export const remove = (reference: string, more: More = {}): Sent => ({
  method: 'DELETE',
  path: manifestPath(reference, more),
  status: 202,
  ...more,
})

/** A list of tags; `query` such as `?n=2`, `next` is the target of its Link. */
export function tagList(tags: unknown, { next, ...more }: More & { next?: string } = {}): Sent {
  const { repository = home, query = '' } = more
  return {
    method: 'GET',
    path: `/v2/${repository}/tags/list${query}`,
    headers: {
      'Content-Type': 'application/json',
      ...(next === undefined ? {} : { Link: `<${next}>; rel="next"` }),
    },
    body: JSON.stringify({ name: repository, tags }),
    ...more,
  }
}

/** The entry of a manifest in a list of referrers. */
export function entry(content: Content, more: Partial<Descriptor> = {}): Descriptor {
  const { artifactType, annotations, config } = JSON.parse(
    new TextDecoder().decode(content.bytes),
  ) as Partial<ManifestOptions>
  const type = artifactType ?? config?.mediaType
  return describe(content, {
    ...(type === undefined ? {} : { artifactType: type }),
    ...(annotations === undefined ? {} : { annotations }),
    ...more,
  })
}

/** A list of referrers of a digest. */
export function referrerList(
  subject: string,
  manifests: unknown,
  { next, ...more }: More & { next?: string } = {},
): Sent {
  const { repository = home, query = '', headers } = more
  return {
    method: 'GET',
    path: `/v2/${repository}/referrers/${subject}${query}`,
    body: JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }),
    ...more,
    headers: {
      'Content-Type': mediaTypes.index,
      ...(next === undefined ? {} : { Link: `<${next}>; rel="next"` }),
      ...(headers as Record<string, string> | undefined),
    },
  }
}
