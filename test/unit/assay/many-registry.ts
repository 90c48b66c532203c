import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { filesOf, pathOf, types, type Doc, type Layout } from '../../../suites/image/layouts/build/layout.ts'

/** A registry whose repositories are layouts: the names of their entries are tags. */
export interface ManyRegistry {
  /** `127.0.0.1:<port>` */
  host: string
  /** GETs of blobs, by digest. */
  reads: Map<string, number>
  /** Called with each GET of a blob. */
  onRead?: () => void
  /** A status that is returned instead of what a path has; 0 breaks the connection. */
  answer?: (path: string) => number | undefined
  close(): Promise<void>
}

const nameKey = 'org.opencontainers.image.ref.name'

const tagsOf = (layout: Layout): { tag: string; digest: string }[] =>
  (layout.entries as Doc[]).map(({ annotations, digest }) => ({
    tag: String((annotations as Doc)[nameKey]),
    digest: String(digest),
  }))

/** The digest that a tag or a digest leads to; empty where there is none. */
const digestOf = (layout: Layout, reference: string): string =>
  reference.includes(':') ? reference : (tagsOf(layout).find(({ tag }) => tag === reference)?.digest ?? '')

/** A page of two tags, and what leads to the next one. */
function pageOf(
  name: string,
  layout: Layout,
  from: number,
): { body: object; headers: Record<string, string> } {
  const tags = tagsOf(layout).map(({ tag }) => tag)
  const next = `</v2/${name}/tags/list?from=${from + 2}>; rel="next"`
  return {
    body: { name, tags: tags.slice(from, from + 2) },
    headers: from + 2 < tags.length ? { Link: next } : {},
  }
}

/** Descriptors of the stored manifests with this subject. */
function referrersIn({ files, types: mediaTypes }: Layout, subject: string): Doc[] {
  return [...files].flatMap(([path, bytes]) => {
    const digest = path.replace(/^blobs\/(.+)\//, '$1:')
    if (mediaTypes.get(digest) !== types.manifest) return []
    const manifest = JSON.parse(String(bytes)) as { subject?: Doc }
    return manifest.subject?.['digest'] === subject
      ? [{ mediaType: types.manifest, digest, size: bytes.length }]
      : []
  })
}

function isAnswered(status: number | undefined, response: ServerResponse): boolean {
  if (status === 0) response.destroy()
  else if (status !== undefined)
    response.writeHead(status, status === 429 ? { 'Retry-After': '0' } : {}).end('{}')
  return status !== undefined
}

/** Serves tag lists in pages of two, a catalog, manifests, blobs and referrers. */
export async function serveMany(repositories: Readonly<Record<string, Layout>>): Promise<ManyRegistry> {
  const files = new Map(Object.entries(repositories).map(([name, layout]) => [name, filesOf(layout)]))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    if (isAnswered(registry.answer?.(url.pathname), response)) return undefined
    const json = (value: unknown, headers = {}) => response.writeHead(200, headers).end(JSON.stringify(value))
    if (url.pathname === '/v2/_catalog') return void json({ repositories: Object.keys(repositories) })
    const [, name = '', what, last = ''] =
      /^\/v2\/(.+)\/(tags|manifests|blobs|referrers)\/(.+)$/.exec(url.pathname) ?? []
    const layout = repositories[name]
    if (!layout) return void response.writeHead(404).end()
    if (what === 'referrers') return void json({ schemaVersion: 2, manifests: referrersIn(layout, last) })
    if (what === 'tags') {
      const { body, headers } = pageOf(name, layout, Number(url.searchParams.get('from') ?? 0))
      return void json(body, headers)
    }
    const digest = digestOf(layout, last)
    const bytes = files.get(name)?.get(pathOf(digest))
    if (!bytes) return void response.writeHead(404).end()
    if (what === 'blobs' && request.method === 'GET') {
      registry.reads.set(digest, (registry.reads.get(digest) ?? 0) + 1)
      registry.onRead?.()
    }
    const type = what === 'manifests' ? types.manifest : 'application/octet-stream'
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length })
    return void response.end(request.method === 'HEAD' ? undefined : bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry: ManyRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads: new Map(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return registry
}
