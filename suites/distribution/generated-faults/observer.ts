import type { RequestContext } from '../../../src/reference/context.ts'
import { headerOf, type Reply } from '../../../src/reference/reply.ts'
import { repositoryOf } from '../../../src/reference/effects/requests.ts'
import { newHistory, noteChange, notePush, type History, type KeyKind, type Knowledge } from './history.ts'
import { blobOf, keyOf, manifestOf, operationOf, sessionFactsOf, type Occasion } from './occasion.ts'

/** What a registry knows of the requests that it has handled: bookkeeping that changes nothing. */
export interface Observer {
  /** Before the request is handled; undefined where it is none of the operations. */
  begin(ctx: RequestContext): Occasion | undefined
  /** Notes what the registry answered. */
  end(occasion: Occasion, reply: Reply): void
}

const digestIn = (value: unknown): string | undefined => {
  const { digest } = (value ?? {}) as { digest?: unknown }
  return typeof digest === 'string' ? digest : undefined
}

export function createObserver(): Observer {
  const histories = new Map<string, History>()
  const counts = new Map<string, number>()
  const open = new Map<string, Set<string>>()
  const cancelled = new Map<string, number>()
  const repositories: string[] = []
  /** Things and contents of requests that no client has seen an answer to, with how many there are. */
  const underWay = new Map<string, number>()
  const keysOf = new WeakMap<Occasion, readonly string[]>()

  const historyOf = (kind: KeyKind, repository: string, reference: string): History => {
    const key = `${kind} ${repository} ${reference}`
    const known = histories.get(key) ?? newHistory()
    histories.set(key, known)
    return known
  }

  const overlapping = (keys: readonly string[]): boolean => {
    const overlaps = keys.some((key) => underWay.has(key))
    for (const key of keys) underWay.set(key, (underWay.get(key) ?? 0) + 1)
    return overlaps
  }

  const leave = (key: string): void => {
    const others = (underWay.get(key) ?? 1) - 1
    if (others === 0) underWay.delete(key)
    else underWay.set(key, others)
  }

  /** An answer is seen when it has been sent: after its delay, or in the next turn of the event loop. */
  const leaveOnceSent = (keys: readonly string[], { delay }: Reply): void => {
    const leaveAll = (): void => keys.forEach(leave)
    if (delay === undefined) setImmediate(leaveAll)
    else setTimeout(leaveAll, delay)
  }

  const noteManifestPush = (occasion: Occasion, digest: string): void => {
    const { ctx, repository, kind, reference, manifest } = occasion
    const content = historyOf('manifest', repository, digest)
    const tags = [...(kind === 'tag' ? [reference] : []), ...ctx.query.getAll('tag')]
    notePush(content, digest)
    for (const tag of tags) {
      const history = historyOf('tag', repository, tag)
      const before = history.contents.at(-1)
      const change = notePush(history, digest)
      if (change === 'move' && before !== undefined) historyOf('manifest', repository, before).abandoned += 1
      noteChange(historyOf('tags', repository, ''), change)
    }
    const subject = digestIn(manifest?.document['subject'])
    if (subject === undefined) return
    const list = historyOf('referrers', repository, subject)
    noteChange(list, list.contents.includes(digest) ? 'again' : 'write')
    list.contents.push(digest)
  }

  const noteDeletion = ({ repository, kind, reference, manifest }: Occasion): void => {
    noteChange(historyOf(kind, repository, reference), 'deletion')
    if (kind === 'blob' || manifest === undefined) return
    noteChange(historyOf('tags', repository, ''), 'deletion')
    if (kind === 'tag') {
      historyOf('manifest', repository, manifest.digest).untagged += 1
      return
    }
    for (const [key, history] of histories) {
      const leads = key.startsWith(`tag ${repository} `) && history.contents.at(-1) === reference
      if (leads && history.last !== 'deletion') noteChange(history, 'deletion')
    }
    const subject = digestIn(manifest.document['subject'])
    if (subject === undefined) return
    const list = historyOf('referrers', repository, subject)
    list.contents = list.contents.filter((digest) => digest !== reference)
    noteChange(list, 'deletion')
  }

  const noteUpload = ({ ctx, repository, operation, reference, session }: Occasion, status: number): void => {
    if (session !== undefined && operation !== 'upload-status' && operation !== 'upload-chunk')
      open.get(repository)?.delete(session.id)
    if (operation === 'upload-cancel') cancelled.set(repository, (cancelled.get(repository) ?? 0) + 1)
    else if (operation === 'upload-chunk') noteChange(historyOf('upload', repository, reference), 'write')
    else if (status === 201) {
      const blob = historyOf('blob', repository, reference)
      notePush(blob, reference)
      if (operation !== 'mount') return
      blob.mounts += 1
      historyOf('blob', ctx.query.get('from') ?? '', reference).given += 1
    }
  }

  const known: Knowledge = {
    repositories,
    historyOf,
    count: (operation) => counts.get(operation) ?? 0,
    openUploads: (repository) => open.get(repository)?.size ?? 0,
    cancelled: (repository) => cancelled.get(repository) ?? 0,
  }

  return {
    begin(ctx) {
      const operation = operationOf(ctx)
      if (operation === undefined) return undefined
      const repository = repositoryOf(ctx)
      const { kind, reference } = keyOf(ctx, operation)
      const manifest = manifestOf(ctx, repository)
      const history = historyOf(kind, repository, reference)
      const subject = operation === 'manifest-put' ? digestIn(manifest?.document['subject']) : undefined
      const keys = [
        `${kind} ${repository} ${reference}`,
        ...(manifest && kind === 'tag' ? [`manifest ${repository} ${manifest.digest}`] : []),
        ...(subject === undefined ? [] : [`referrers ${repository} ${subject}`]),
      ]
      const overlaps = overlapping(keys)
      const occasion: Occasion = {
        ctx,
        operation,
        repository,
        reference,
        kind,
        history: { ...history, contents: [...history.contents] },
        manifest,
        blob: blobOf(ctx, operation, repository, reference),
        session: sessionFactsOf(ctx),
        overlaps,
        known,
      }
      keysOf.set(occasion, keys)
      return occasion
    },
    end(occasion, reply) {
      const { operation, repository, kind, reference } = occasion
      leaveOnceSent(keysOf.get(occasion) ?? [], reply)
      counts.set(operation, (counts.get(operation) ?? 0) + 1)
      const history = historyOf(kind, repository, reference)
      if (reply.status >= 400) {
        if (reply.status !== 404) history.refusals += 1
        return
      }
      if (reply.status === 201 && !repositories.includes(repository)) repositories.push(repository)
      if (operation === 'manifest-put')
        noteManifestPush(occasion, headerOf(reply, 'docker-content-digest') ?? '')
      else if (operation.endsWith('-delete')) noteDeletion(occasion)
      else if (operation.endsWith('-head')) history.heads += 1
      else if (operation.endsWith('-get') || operation.endsWith('-list') || operation === 'upload-status')
        history.gets += 1
      else noteUpload(occasion, reply.status)
      if (operation === 'upload-start') {
        const id = /uploads\/([^/?]+)/.exec(headerOf(reply, 'location') ?? '')?.[1]
        const known = open.get(repository) ?? new Set<string>()
        open.set(repository, id === undefined ? known : known.add(id))
      }
    },
  }
}
