import type { Content } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { locationOf } from '../model/observe.ts'
import { blobPath, uploadsPath, withQuery } from '../requests/paths.ts'
import type { Sender } from './sender.ts'
import type { ChunkForm, Place, Step, UploadName } from './sequence.ts'

/** An upload under way. */
interface Session {
  content: Content
  /** Where it goes on. */
  url: string
  /** Bytes that the registry has taken. */
  taken: number
  /** Bytes below which it announced to refuse a chunk. */
  minimum: number
}

type UploadStep = Extract<
  Step,
  {
    do:
      | 'push-blob'
      | 'push-wrong-digest'
      | 'start'
      | 'chunk'
      | 'wrong-chunk'
      | 'status'
      | 'close'
      | 'close-wrong-digest'
      | 'cancel'
  }
>

const stepsOfUploads: ReadonlySet<Step['do']> = new Set<UploadStep['do']>([
  'push-blob',
  'push-wrong-digest',
  'start',
  'chunk',
  'wrong-chunk',
  'status',
  'close',
  'close-wrong-digest',
  'cancel',
])

export const isOfUpload = (step: Step): step is UploadStep => stepsOfUploads.has(step.do)

/** The uploads of one sequence. */
export interface Uploads {
  carryOut: (step: UploadStep) => Promise<void>
  /** Pushes a blob by POST and PUT, on behalf of a step. */
  push: (step: Step, content: Content, at: Place) => Promise<void>
}

const octetStream = { 'Content-Type': mediaTypes.octetStream }
const empty = { 'Content-Length': '0' }

const succeeded = ({ error, response }: Exchange): boolean =>
  error === undefined && response !== undefined && response.status >= 200 && response.status < 300

const algorithmOf = ({ digest }: Content): Record<string, string> =>
  digest.startsWith('sha256:') ? {} : { 'digest-algorithm': digest.split(':', 1)[0] ?? '' }

/** Follows the uploads of a sequence by the Locations that the registry gives. */
export function createUploads({ send, repositoryAt, materials }: Sender): Uploads {
  const sessions = new Map<UploadName, Session>()

  const begin = async (step: Step, content: Content, at: Place): Promise<Session | undefined> => {
    const path = uploadsPath(repositoryAt(at), algorithmOf(content))
    const opened = await send(step, { method: 'POST', path, headers: empty })
    const url = locationOf(opened)
    if (!succeeded(opened) || url === undefined) return undefined
    const minimum = Number(header(opened.response?.headers ?? [], 'oci-chunk-min-length') ?? 0)
    return { content, url, taken: 0, minimum: Number.isSafeInteger(minimum) ? minimum : 0 }
  }
  const patch = async (step: Step, session: Session, from: number, to: number, form: ChunkForm) => {
    const { content, url } = session
    const range = form === 'content-range' ? { 'Content-Range': `${from}-${to - 1}` } : {}
    const sent = await send(step, {
      method: 'PATCH',
      path: url,
      headers: { ...octetStream, ...range },
      body: content.bytes.subarray(from, to),
    })
    session.url = locationOf(sent) ?? url
    if (succeeded(sent)) session.taken = to
    return succeeded(sent)
  }
  const finish = async (step: Step, { content, url, taken }: Session, digest: string) => {
    const path = withQuery(url, { digest })
    const rest = content.bytes.subarray(taken)
    if (taken > 0 && rest.length === 0) return send(step, { method: 'PUT', path, headers: empty })
    const range = taken > 0 ? { 'Content-Range': `${taken}-${content.bytes.length - 1}` } : {}
    return send(step, { method: 'PUT', path, headers: { ...octetStream, ...range }, body: rest })
  }
  const push = async (step: Step, content: Content, at: Place, digest = content.digest) => {
    const session = await begin(step, content, at)
    if (session) await finish(step, session, digest)
  }
  const pushAtOnce = async (step: Step, content: Content, at: Place, digest = content.digest) => {
    const path = uploadsPath(repositoryAt(at), { digest })
    const sent = await send(step, { method: 'POST', path, headers: octetStream, body: content.bytes })
    const url = sent.response?.status === 202 ? locationOf(sent) : undefined
    if (url !== undefined) await finish(step, { content, url, taken: 0, minimum: 0 }, digest)
  }
  const pushInChunks = async (
    step: Step,
    content: Content,
    at: Place,
    {
      pieces,
      form,
      digest = content.digest,
    }: { pieces: readonly number[]; form: ChunkForm; digest?: string },
  ) => {
    const session = await begin(step, content, at)
    if (session === undefined) return
    for (const to of pieces) {
      if (to - session.taken < Math.max(1, session.minimum)) continue
      if (!(await patch(step, session, session.taken, to, form))) return
    }
    await finish(step, session, digest)
  }

  const carryOut = async (step: UploadStep): Promise<void> => {
    switch (step.do) {
      case 'push-blob': {
        const content = materials.blob(step.blob)
        const { length } = content.bytes
        const count = Math.max(1, Math.min(step.chunks ?? 1, length))
        if (step.way === 'post-put') return push(step, content, step.at)
        if (step.way === 'single-post') return pushAtOnce(step, content, step.at)
        const all = endsOf(length, step.way === 'chunks-and-final' ? count + 1 : count)
        const pieces = step.way === 'chunks-and-final' ? all.slice(0, -1) : all
        const form = step.way === 'stream' ? 'stream' : 'content-range'
        return pushInChunks(step, content, step.at, { pieces, form })
      }
      case 'push-wrong-digest': {
        const content = materials.blob(step.blob)
        const { digest } = step.under === undefined ? materials.missing : materials.blob(step.under)
        const all = endsOf(content.bytes.length, 2)
        const pieces = step.way === 'chunks-and-final' ? all.slice(0, -1) : all
        if (step.way === 'post-put') await push(step, content, step.at, digest)
        else if (step.way === 'single-post') await pushAtOnce(step, content, step.at, digest)
        else await pushInChunks(step, content, step.at, { pieces, form: 'content-range', digest })
        // What is to be found there is not what was pushed.
        for (const method of ['HEAD', 'GET'])
          await send(step, { method, path: blobPath(repositoryAt(step.at), digest) })
        return
      }
      case 'start': {
        const session = await begin(step, materials.blob(step.blob), step.at)
        if (session) sessions.set(step.upload, session)
        return
      }
      default: {
        const session = sessions.get(step.upload)
        if (session) await proceed(step, session)
      }
    }
  }

  const proceed = async (
    step: Exclude<UploadStep, { do: 'push-blob' | 'push-wrong-digest' | 'start' }>,
    session: Session,
  ): Promise<void> => {
    const { content, taken, url } = session
    const { length } = content.bytes
    switch (step.do) {
      case 'chunk': {
        const upTo = step.bytes === undefined ? Math.ceil(length * step.upTo) : taken + step.bytes
        const to = Math.max(taken, Math.min(length, upTo))
        // A chunk of no bytes has no Content-Range, and one below the announced minimum may be refused.
        if (to - taken < Math.max(1, session.minimum)) return
        await patch(step, session, taken, to, step.form)
        return
      }
      case 'wrong-chunk': {
        const from = step.wrong === 'gap' ? taken + 1 : Math.max(0, taken - 1)
        if (from >= length || from === taken) return
        const before = session.taken
        const to = step.bytes === undefined ? length : from + step.bytes
        await patch(step, session, from, to, 'content-range')
        session.taken = before
        return
      }
      case 'status':
        await send(step, { method: 'GET', path: url })
        return
      case 'cancel':
        await send(step, { method: 'DELETE', path: url, headers: empty })
        return
      default:
        await finish(step, session, step.do === 'close' ? content.digest : materials.missing.digest)
    }
  }

  return { carryOut, push }
}

/** Where the pieces of a blob end; the pieces have different lengths, so that a place in one cannot pass for one in another. */
function endsOf(length: number, count: number): number[] {
  const weights = Array.from({ length: count }, (_, at) => count + at)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  return weights.map((weight, at) => {
    sum += weight
    return at === count - 1 ? length : Math.floor((length * sum) / total)
  })
}
