import type { Leftover } from '../../engine/events.ts'
import { cleanUp, type CleanUpOptions } from './clean-up.ts'
import type { RegistryClient } from '../client.ts'
import { header, type Exchange, type ExchangeRecord } from '../record/exchange.ts'
import type { Recorder } from '../record/recorder.ts'
import { readRoute } from './route.ts'

/** A tag, manifest or blob that the run created. */
export interface Creation {
  kind: 'tag' | 'manifest' | 'blob'
  repository: string
  /** The tag, or the digest. */
  reference: string
  /** Of a tag: the digest that it was given, where known. */
  digest?: string
  /** The test that created it, where known. */
  test?: string
}

/** An upload session that was opened and neither finished nor cancelled. */
export interface OpenUpload {
  kind: 'upload'
  repository: string
  /** Where it is to be continued or cancelled. */
  location: string
}

/** What the run has created and not removed again, oldest first. */
export interface Ledger {
  /** Takes note of an exchange, live or from a stored result. */
  watch(exchange: Exchange | ExchangeRecord): void
  entries(): readonly (Creation | OpenUpload)[]
  /** Removes what it can; the answer is what is left, and why. Ends within `timeout` milliseconds. */
  cleanUp(client: RegistryClient, options: CleanUpOptions): Promise<Leftover[]>
}

const digestOf = (url: URL): string | undefined => url.searchParams.get('digest') ?? undefined

/** Without the query that sessions carry from answer to answer. */
const sameSession = (url: URL, session: URL): boolean => {
  if (session.origin !== url.origin || session.pathname !== url.pathname) return false
  // Where the path is that of all sessions, the query must tell which.
  if (!/\/blobs\/uploads\/?$/.test(session.pathname)) return true
  return [...session.searchParams].every(([name, value]) => url.searchParams.get(name) === value)
}

const lengths: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 }

/** Whether something can have this digest: of registered algorithms the length is known. */
function isDigest(reference: string): boolean {
  const { algorithm = '', encoded = '' } =
    /^(?<algorithm>[a-z0-9]+(?:[+._-][a-z0-9]+)*):(?<encoded>[a-zA-Z0-9=_-]+)$/.exec(reference)?.groups ?? {}
  const length = lengths[algorithm]
  return length === undefined ? encoded !== '' : encoded.length === length && /^[0-9a-f]+$/.test(encoded)
}

/** Whether a request without a usable response may have been carried out, as far as that is known. */
function mayBeDone({ error, response, duration }: Exchange | ExchangeRecord): boolean {
  // The registry may have carried it out behind a gateway that failed, or have failed afterwards.
  if (response) return response.status >= 500
  if (error?.code === 'timeout' || error?.code === 'reset' || error?.code === 'truncated') return true
  // What was sent is given time before it is given up; what ends at once was never sent.
  return error?.code === 'aborted' && duration > 500
}

/** A ledger of all that the recorder records; without one it knows only what `watch` is given. */
export function createLedger(recorder: Recorder | undefined): Ledger {
  const created = new Map<string, Creation>()
  const uploads = new Map<string, { upload: OpenUpload; at: URL }>()
  const keyOf = ({ kind, repository, reference }: Creation) => `${kind} ${repository} ${reference}`
  const add = (creation: Creation, exchange: Exchange | ExchangeRecord) => {
    // Under a malformed digest nothing can be stored; where the registry says that it did, that stands.
    if (mayBeDone(exchange) && creation.kind !== 'tag' && !isDigest(creation.reference)) return
    const { test } = exchange
    const key = keyOf(creation)
    // Again at the end: cleaning up goes backwards, and what came last may build on what was there.
    created.delete(key)
    created.set(key, test === undefined ? creation : { ...creation, test })
  }
  const remove = (kind: Creation['kind'], repository: string, reference: string) =>
    created.delete(keyOf({ kind, repository, reference }))

  /** The session that a request spoke to, taken out of the list. */
  function takeSession(url: URL): OpenUpload | undefined {
    for (const [key, { upload, at }] of uploads) {
      if (!sameSession(url, at)) continue
      uploads.delete(key)
      return upload
    }
    return undefined
  }

  function openSession(repository: string, exchange: Exchange | ExchangeRecord, url: URL): void {
    const location = header(exchange.response!.headers, 'location')
    const at = location !== undefined && URL.canParse(location, url.href) ? new URL(location, url.href) : url
    uploads.set(at.href, { upload: { kind: 'upload', repository, location: at.href }, at })
  }

  /** The session may be open still, and the blob may be there: removing both finds out. */
  function unansweredInSession(exchange: Exchange | ExchangeRecord, url: URL): void {
    const { method } = exchange.request
    const digest = digestOf(url)
    if (method !== 'PUT' || digest === undefined) return
    const session = [...uploads.values()].find(({ at }) => sameSession(url, at))
    if (session) add({ kind: 'blob', repository: session.upload.repository, reference: digest }, exchange)
  }

  function manifestPut(
    exchange: Exchange | ExchangeRecord,
    url: URL,
    repository: string,
    reference: string,
  ): void {
    const isByDigest = reference.includes(':')
    const told = header(exchange.response?.headers ?? [], 'docker-content-digest')
    const digest = isByDigest ? reference : (told ?? exchange.request.body?.sha256)
    if (digest !== undefined) add({ kind: 'manifest', repository, reference: digest }, exchange)
    const tags = [...(isByDigest ? [] : [reference]), ...url.searchParams.getAll('tag')]
    for (const tag of tags) {
      add({ kind: 'tag', repository, reference: tag, ...(digest === undefined ? {} : { digest }) }, exchange)
    }
  }

  function watch(exchange: Exchange | ExchangeRecord): void {
    const { request, response } = exchange
    const { method } = request
    if (method === 'GET' || method === 'HEAD' || !URL.canParse(request.url)) return
    // What failed may have been done: removing it finds out.
    const isOpen = mayBeDone(exchange)
    if (!response && !isOpen) return
    const status = isOpen ? 201 : response!.status
    const url = new URL(request.url)
    const route = readRoute(url.pathname)
    if (status === 201 && method === 'PUT' && route?.kind === 'manifest') {
      return manifestPut(exchange, url, route.repository, route.reference)
    }
    if (isOpen && method === 'DELETE') return
    if (method === 'DELETE' && route && route.kind !== 'uploads' && route.kind !== 'session') {
      if (status < 200 || status > 204) return
      const { repository, reference } = route
      if (route.kind === 'blob') return void remove('blob', repository, reference)
      if (!reference.includes(':')) return void remove('tag', repository, reference)
      remove('manifest', repository, reference)
      for (const entry of created.values()) {
        if (entry.kind === 'tag' && entry.repository === repository && entry.digest === reference) {
          remove('tag', repository, entry.reference)
        }
      }
      return
    }
    if (method === 'POST' && route?.kind === 'uploads') {
      if (status === 202) openSession(route.repository, exchange, url)
      const digest = digestOf(url) ?? url.searchParams.get('mount') ?? undefined
      if (status === 201 && digest !== undefined)
        add({ kind: 'blob', repository: route.repository, reference: digest }, exchange)
      return
    }
    // Everything else that concerns the ledger speaks to a session, whose address is the registry's own choice.
    if (isOpen) return unansweredInSession(exchange, url)
    const changed = (status >= 200 && status < 300) || status === 404
    const session = changed ? takeSession(url) : undefined
    if (!session) return
    const digest = digestOf(url)
    if (method === 'PATCH' && status === 202) openSession(session.repository, exchange, url)
    if (method === 'PUT' && status === 201 && digest !== undefined) {
      add({ kind: 'blob', repository: session.repository, reference: digest }, exchange)
    }
    // A PUT that is neither finished nor gone leaves the session open.
    if (method === 'PUT' && status === 202) openSession(session.repository, exchange, url)
  }

  recorder?.watch((_, exchange) => watch(exchange))
  const entries = () => [...[...uploads.values()].map(({ upload }) => upload), ...created.values()]
  return {
    watch,
    entries,
    async cleanUp(client, options) {
      await client.settled()
      return cleanUp(client, entries(), options)
    },
  }
}
