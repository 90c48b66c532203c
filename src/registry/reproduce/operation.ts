import { readRoute } from '../ledger/route.ts'
import type { BodyRecord, ExchangeRecord } from '../record/exchange.ts'
import { isObject, jsonObjectIn } from '../record/json-object.ts'

/**
 * What a request depends on and what it may change, as keys: `tag`, `manifest` and `blob` of a repository, the list of
 * `tags`, the `referrers` of a digest. Sessions are followed by their Locations.
 */
export interface Operation {
  reads: readonly string[]
  writes: readonly string[]
  /** The repository, where the URL names one. */
  repository?: string
}

const isDigest = (reference: string): boolean => reference.includes(':')

const key = (kind: string, repository: string, name = ''): string => `${kind} ${repository} ${name}`

export const blobKey = (repository: string, digest: string): string => key('blob', repository, digest)

interface Request {
  method: string
  url: URL
  body: BodyRecord | undefined
}

/** Reads a request by its method and URL; of a session only what its closing stores. */
export function operationOf({ request }: ExchangeRecord, sessionIn?: string): Operation {
  const { method, url: text, body } = request
  if (!URL.canParse(text)) return { reads: [], writes: [] }
  const url = new URL(text)
  if (sessionIn !== undefined) return ofSession({ method, url, body }, sessionIn)
  const list = ofList({ method, url, body })
  if (list) return list
  const route = readRoute(url.pathname)
  if (route === undefined) return ofExtension(url)
  const { repository } = route
  if (route.kind === 'manifest') return ofManifest({ method, url, body }, repository, route.reference)
  if (route.kind === 'blob') {
    const name = blobKey(repository, route.reference)
    return { repository, reads: [name], writes: method === 'DELETE' ? [name] : [] }
  }
  return route.kind === 'uploads' ? ofUploads(url, repository) : { repository, reads: [], writes: [] }
}

function ofList({ method, url }: Request): Operation | undefined {
  const start = url.pathname.indexOf('/v2/')
  if (method !== 'GET' || start < 0) return undefined
  const parts = url.pathname.slice(start + '/v2/'.length).split('/')
  const [endpoint = '', name = ''] = parts.slice(-2)
  const repository = parts.slice(0, -2).join('/')
  if (endpoint === 'tags' && name === 'list')
    return { repository, reads: [key('tags', repository)], writes: [] }
  if (endpoint !== 'referrers') return undefined
  const digest = decode(name)
  // Of a blob there may be none, which shows only where the blob is there.
  return {
    repository,
    reads: [key('referrers', repository, digest), key('blob', repository, digest)],
    writes: [],
  }
}

/** Endpoints of extensions of a repository have names that begin with an underscore. */
function ofExtension({ pathname }: URL): Operation {
  const [start, end] = [pathname.indexOf('/v2/'), pathname.indexOf('/_')]
  const repository = start < 0 || end < start ? '' : pathname.slice(start + '/v2/'.length, end)
  return { reads: [], writes: [], ...(repository === '' ? {} : { repository }) }
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function ofManifest({ method, url, body }: Request, repository: string, reference: string): Operation {
  const own = key(isDigest(reference) ? 'manifest' : 'tag', repository, reference)
  if (method === 'GET' || method === 'HEAD') return { repository, reads: [own], writes: [] }
  // With a manifest its tags go.
  if (method === 'DELETE') return { repository, reads: [own], writes: [own, key('tags', repository)] }
  const tags = [...(isDigest(reference) ? [] : [reference]), ...url.searchParams.getAll('tag')]
  const document = body?.text === undefined ? undefined : jsonObjectIn(body.text)
  const { needs, subject } = document
    ? referencesOf(document, repository)
    : { needs: digestsIn(body?.text ?? '', repository), subject: undefined }
  return {
    repository,
    reads: needs,
    writes: [
      own,
      ...(body === undefined ? [] : [key('manifest', repository, body.sha256)]),
      ...tags.flatMap((tag) => [key('tag', repository, tag), key('tags', repository)]),
      ...(subject === undefined ? [] : [key('referrers', repository, subject)]),
    ],
  }
}

const digestsOf = (...values: unknown[]): string[] =>
  values
    .flat()
    .flatMap((each) => (isObject(each) && typeof each['digest'] === 'string' ? [each['digest']] : []))

/** What a document of which the record has only the beginning refers to, whichever way. */
const digestsIn = (text: string, repository: string): string[] =>
  [...text.matchAll(/sha(?:256|512):[0-9a-f]{64,128}/g)].flatMap(([digest]) => [
    blobKey(repository, digest),
    key('manifest', repository, digest),
  ])

/** What a manifest refers to: descriptors anywhere in it, as far as the specification has them. */
function referencesOf(document: unknown, repository: string): { needs: string[]; subject?: string } {
  if (!isObject(document)) return { needs: [] }
  const { config, layers, manifests, blobs, fsLayers, subject } = document
  const [subjectDigest] = digestsOf(subject)
  const children = digestsOf(manifests)
  return {
    needs: [
      ...digestsOf(config, layers, blobs, fsLayers).map((digest) => blobKey(repository, digest)),
      ...[...children, ...(subjectDigest === undefined ? [] : [subjectDigest])].map((digest) =>
        key('manifest', repository, digest),
      ),
    ],
    ...(subjectDigest === undefined ? {} : { subject: subjectDigest }),
  }
}

function ofUploads(url: URL, repository: string): Operation {
  const [digest, mount, from] = ['digest', 'mount', 'from'].map((name) => url.searchParams.get(name))
  return {
    repository,
    reads: typeof mount === 'string' && typeof from === 'string' ? [blobKey(from, mount)] : [],
    writes: [digest, mount].flatMap((each) => (typeof each === 'string' ? [blobKey(repository, each)] : [])),
  }
}

function ofSession({ method, url }: Request, repository: string): Operation {
  const digest = url.searchParams.get('digest')
  return {
    repository,
    reads: [],
    writes: method === 'PUT' && digest !== null ? [blobKey(repository, digest)] : [],
  }
}
