import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLedger } from '../../../../src/registry/ledger/ledger.ts'
import { bodyOf, connect, json, serve } from '../server.ts'

export interface RegistryOptions {
  /** The status of a deletion; undefined deletes. */
  refuse?: (kind: string, reference: string, count: number) => number | undefined
  /** The Location of an upload session. */
  session?: (repository: string, id: number) => string
  /** Of another user. */
  tags?: string[]
  /** A tag stays when its manifest goes. */
  keepsTags?: boolean
  /** A manifest stays for as long as it has a tag. */
  untagFirst?: boolean
  /** Tags on one page of their list. */
  pageSize?: number
  /** The status of lists of tags. */
  list?: number
}

export const digestOf = (content: string): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`

/** A registry that keeps the names of its content alone, with a client and the ledger of what it sends. */
export async function serveRegistry(options: RegistryOptions = {}) {
  const registry = new Registry(options)
  const base = await serve((request, response) => {
    void bodyOf(request).then((body) => registry.respond(request, response, body.toString()))
  })
  const client = connect(base)
  const { held, deletions } = registry
  return { client, held, deletions, ledger: createLedger(client.recorder) }
}

/** What a request names. */
interface Named {
  url: URL
  repository: string
  kind: string
  reference: string
}

type Done = (status: number, headers?: Record<string, string>) => void

class Registry {
  readonly held = new Set<string>()
  readonly deletions: string[] = []
  readonly #tagged = new Map<string, string>()
  readonly #options: RegistryOptions
  #sessions = 0

  constructor(options: RegistryOptions) {
    this.#options = options
  }

  respond({ method, url: path = '' }: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(path, 'http://x')
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/(.*)$/.exec(url.pathname) ?? []
    const named = { url, repository, kind, reference }
    const done: Done = (status, headers = {}) => {
      response.writeHead(status, headers)
      response.end()
    }
    if (kind === 'tags') this.#list(named, response)
    else if (method === 'POST') this.#post(named, done)
    else if (method === 'PATCH') done(202, { Location: `${url.pathname}?_state=b` })
    else if (method === 'PUT') this.#put(named, body, done)
    else this.#delete(named, done)
  }

  #list({ url, repository }: Named, response: ServerResponse): void {
    const { tags = [], pageSize = Infinity, list = 200 } = this.#options
    const all = [...tags, ...this.#tagged.keys()].toSorted()
    const last = url.searchParams.get('last')
    const rest = last === null ? all : all.filter((tag) => tag > last)
    const n = Math.min(pageSize, Number(url.searchParams.get('n') ?? Infinity))
    const more = rest.length > n ? { Link: `<?n=${n}&last=${rest[n - 1]}>; rel="next"` } : {}
    json(response, { name: repository, tags: rest.slice(0, n) }, list, more)
  }

  #post({ url, repository }: Named, done: Done): void {
    if (url.searchParams.has('mount')) {
      this.held.add(`blobs ${url.searchParams.get('mount')}`)
      return done(201)
    }
    this.#sessions += 1
    const { session = (name, id) => `/v2/${name}/blobs/uploads/${id}?_state=a` } = this.#options
    const location = session(repository, this.#sessions)
    this.held.add(`upload ${location.replace(/\?.*/, '')}`)
    done(202, { Location: location })
  }

  #put({ url, kind, reference }: Named, body: string, done: Done): void {
    if (kind !== 'manifests') {
      this.held.delete(`upload ${url.pathname}`)
      this.held.add(`blobs ${url.searchParams.get('digest')}`)
      return done(201)
    }
    const digest = digestOf(body)
    this.held.add(`manifests ${digest}`)
    for (const tag of [...(reference.includes(':') ? [] : [reference]), ...url.searchParams.getAll('tag')]) {
      this.held.add(`manifests ${tag}`)
      this.#tagged.set(tag, digest)
    }
    done(201, { 'Docker-Content-Digest': digest })
  }

  #delete({ url, kind, reference }: Named, done: Done): void {
    const isUpload = this.held.has(`upload ${url.pathname}`)
    const isTag = kind === 'manifests' && !reference.includes(':')
    const name = isUpload ? 'upload' : isTag ? 'tag' : kind
    this.deletions.push(`${name} ${reference}`)
    const { refuse, keepsTags, untagFirst } = this.#options
    const status = refuse?.(name, reference, this.deletions.length)
    if (status !== undefined) return done(status)
    const own = [...this.#tagged].flatMap(([tag, digest]) => (digest === reference ? [tag] : []))
    if (untagFirst && own.length > 0) return done(400)
    if (name === 'tag') this.#tagged.delete(reference)
    for (const tag of keepsTags ? [] : own) {
      this.#tagged.delete(tag)
      this.held.delete(`manifests ${tag}`)
    }
    done(this.held.delete(isUpload ? `upload ${url.pathname}` : `${kind} ${reference}`) ? 202 : 404)
  }
}
