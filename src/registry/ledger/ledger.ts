import type { Leftover } from '../../engine/events.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import type { RegistryClient } from '../client.ts'
import { header, type Exchange, type ExchangeRecord } from '../record/exchange.ts'
import { isSafe } from '../record/operation.ts'
import type { Recorder } from '../record/recorder.ts'
import { cleanUp, type CleanUpOptions } from './clean-up.ts'
import { createCreated } from './created.ts'
import type { Creation, LedgerEntry, OpenUpload } from './entry.ts'
import { mayBeDone } from './outcome.ts'
import { readRoute, type Route } from './route.ts'
import { createUploadSessions } from './upload-sessions.ts'

/** What the run has created and not removed again, oldest first. */
export interface Ledger {
  /** Takes note of an exchange, live or from a stored result. */
  watch(exchange: Exchange | ExchangeRecord): void
  /** Content that was there before the run: it is not the run's, and not removed. */
  keep(repository: string, digest: string): void
  /** Content that others created for the run: `seen` is the exchange that shows it. */
  add(creation: Creation, seen: Exchange): void
  entries(): readonly LedgerEntry[]
  /** The uploads among them that these exchanges began or went on with. */
  openUploads(exchanges: readonly Exchange[]): OpenUpload[]
  /** Removes what it can; returns what is left, and why. Ends within `timeout` milliseconds. */
  cleanUp(client: RegistryClient, options: CleanUpOptions): Promise<Leftover[]>
}

/** A request that may have changed something. */
interface Write {
  exchange: Exchange | ExchangeRecord
  method: string
  url: URL
  /** Of a request that may have been carried out: 201. */
  status: number
  /** It may have been carried out or not: removing what it created finds out. */
  isUncertain: boolean
}

const digestOf = (url: URL): string | undefined => url.searchParams.get('digest') ?? undefined

const locationOf = ({ response }: Exchange | ExchangeRecord): string | undefined =>
  header(response?.headers ?? [], 'location')

/** The write that an exchange is; undefined for reads, and for requests that were not carried out. */
function writeOf(exchange: Exchange | ExchangeRecord): Write | undefined {
  const { request, response } = exchange
  const { method, url } = request
  if (isSafe(method) || !URL.canParse(url)) return undefined
  const isUncertain = mayBeDone(exchange)
  const status = isUncertain ? 201 : response?.status
  return status === undefined ? undefined : { exchange, method, url: new URL(url), status, isUncertain }
}

/** A ledger of all that the recorder records; without one it knows only what `watch` is called with. */
export function createLedger(recorder: Recorder | undefined): Ledger {
  const created = createCreated()
  const sessions = createUploadSessions()

  function manifestPut({ exchange, url }: Write, repository: string, reference: string): void {
    const isByDigest = reference.includes(':')
    const returned = header(exchange.response?.headers ?? [], 'docker-content-digest')
    const digest = isByDigest ? reference : (returned ?? exchange.request.body?.sha256)
    if (digest !== undefined) created.add({ kind: 'manifest', repository, reference: digest }, exchange)
    const tags = [...(isByDigest ? [] : [reference]), ...url.searchParams.getAll('tag')]
    for (const tag of tags)
      created.add(withoutUndefined({ kind: 'tag', repository, reference: tag, digest }), exchange)
  }

  function blobCreated({ exchange }: Write, repository: string, digest: string | undefined): void {
    if (digest !== undefined) created.add({ kind: 'blob', repository, reference: digest }, exchange)
  }

  /** A new upload session, a monolithic upload, or a mount. */
  function uploadPost(write: Write, repository: string): void {
    const { exchange, url, status } = write
    if (status === 202) sessions.open(repository, locationOf(exchange), url)
    if (status === 201)
      blobCreated(write, repository, digestOf(url) ?? url.searchParams.get('mount') ?? undefined)
  }

  /** A request to an upload session, whose URL is the registry's own choice. */
  function sessionRequest(write: Write): void {
    const { exchange, method, url, status } = write
    const isChanged = (status >= 200 && status < 300) || status === 404
    const session = isChanged ? sessions.take(url) : undefined
    if (!session) return
    const { repository } = session
    if (method === 'PUT' && status === 201) blobCreated(write, repository, digestOf(url))
    // A PUT that is neither finished nor refused leaves the session open.
    if ((method === 'PATCH' || method === 'PUT') && status === 202)
      sessions.open(repository, locationOf(exchange), url)
  }

  /** The session may still be open, and the blob may exist: removing both finds out. */
  function uncertainSessionRequest(write: Write): void {
    const session = write.method === 'PUT' ? sessions.find(write.url) : undefined
    if (session) blobCreated(write, session.repository, digestOf(write.url))
  }

  function deletion(
    { status }: Write,
    { kind, repository, reference }: Route & { kind: 'manifest' | 'blob' },
  ): void {
    if (status >= 200 && status <= 204) created.remove(kind, repository, reference)
  }

  function watch(exchange: Exchange | ExchangeRecord): void {
    const write = writeOf(exchange)
    if (!write) return
    const { method, url, status, isUncertain } = write
    const route = readRoute(url.pathname)
    const isContent = route?.kind === 'manifest' || route?.kind === 'blob'
    if (method === 'DELETE' && isUncertain) return
    if (method === 'DELETE' && isContent) return deletion(write, route)
    if (method === 'PUT' && status === 201 && route?.kind === 'manifest')
      return manifestPut(write, route.repository, route.reference)
    if (method === 'POST' && route?.kind === 'uploads') return uploadPost(write, route.repository)
    if (isUncertain) uncertainSessionRequest(write)
    else sessionRequest(write)
  }

  recorder?.watch(watch)
  const kept = new Set<string>()
  const isKept = (entry: LedgerEntry): boolean =>
    (entry.kind === 'manifest' || entry.kind === 'blob') && kept.has(`${entry.repository} ${entry.reference}`)
  const entries = () => [...sessions.entries(), ...created.entries()].filter((entry) => !isKept(entry))
  return {
    watch,
    keep: (repository, digest) => void kept.add(`${repository} ${digest}`),
    add: (creation, seen) => created.add(creation, seen),
    entries,
    openUploads(exchanges) {
      const found = exchanges.flatMap((exchange) => {
        const { request, response } = exchange
        if (response?.status !== 202 || isSafe(request.method)) return []
        const location = locationOf(exchange) ?? request.url
        if (!URL.canParse(location, request.url)) return []
        return sessions.find(new URL(location, request.url)) ?? []
      })
      return [...new Set(found)]
    },
    async cleanUp(client, options) {
      await client.settled()
      const left = await cleanUp(client, entries(), options)
      // Of tags that went with their manifests nothing was sent.
      const kept = new Set(
        left.map(({ kind, repository, reference }) => `${kind} ${repository} ${reference}`),
      )
      for (const { kind, repository, reference } of created.entries())
        if (kind === 'tag' && !kept.has(`${kind} ${repository} ${reference}`))
          created.remove('manifest', repository, reference)
      return left
    },
  }
}
