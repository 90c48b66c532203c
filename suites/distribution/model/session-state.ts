import { parseChunkRange, type ChunkRange } from './chunk-range.ts'
import { header, type Body } from '../../../src/registry/record/exchange.ts'
import { isJudged, isOpen, isSuccess, overlap, statusOf, type Observed } from './observed.ts'
import type { Session, UploadRequest } from './sessions.ts'

/** What is known of an upload when a request reaches it. */
export interface SessionState {
  /** `unknown`: it may be over, such as after a closing that was refused. */
  life: 'open' | 'closed' | 'cancelled' | 'unknown'
  /** The request that ended it. */
  endedBy?: Observed
  /** The chunks that it holds, in order; undefined where that is not known. */
  chunks: readonly Body[] | undefined
  /** Chunks that were refused since they do not begin where the one before ended, final ones too. */
  refused: readonly UploadRequest[]
}

/** Bytes of chunks. */
export const sizeOf = (chunks: readonly Body[]): number => chunks.reduce((sum, { size }) => sum + size, 0)

/** How the Content-Range of a chunk relates to its body, and to the bytes before it. */
export type Placing =
  /** No Content-Range. */
  | 'none'
  | 'malformed'
  /** It counts other bytes than were sent. */
  | 'other-length'
  | 'in-order'
  | 'gap'
  | 'again'
  /** What came before is not known. */
  | 'unknown'

export const rangeOf = ({ request }: Observed): ChunkRange | undefined =>
  parseChunkRange(header(request.headers, 'content-range') ?? '')

/** Where the chunk of a request stands. */
export function placingOf(observed: UploadRequest, { chunks }: Pick<SessionState, 'chunks'>): Placing {
  const { request } = observed
  if (header(request.headers, 'content-range') === undefined) return 'none'
  const range = rangeOf(observed)
  if (range === undefined) return 'malformed'
  if (range.last - range.first + 1 !== (request.body?.size ?? 0)) return 'other-length'
  if (chunks === undefined) return 'unknown'
  const size = sizeOf(chunks)
  if (range.first === size) return 'in-order'
  return range.first > size ? 'gap' : 'again'
}

const changes = ({ operation }: UploadRequest): boolean => operation.method !== 'GET'

/** The upload as a request finds it, whatever the order of what overlaps. */
export function stateAt({ requests }: Session, observed: Observed): SessionState {
  const changing = requests.filter((each) => each !== observed && changes(each))
  let state: SessionState = { life: 'open', chunks: [], refused: [] }
  for (const each of requests) {
    if (each === observed || each.end > observed.start) continue
    state = after(state, each)
    // In which order chunks arrived that overlapped is open.
    if (changes(each) && changing.some((other) => overlap(each, other)))
      state = { ...state, chunks: undefined }
  }
  return changing.some((each) => overlap(each, observed))
    ? { life: 'unknown', chunks: undefined, refused: state.refused }
    : state
}

function after(state: SessionState, each: UploadRequest): SessionState {
  if (state.life === 'closed' || state.life === 'cancelled') return state
  const { method } = each.operation
  // A failure may have come before or after the change. Access control comes before.
  if (isOpen(each) || statusOf(each) === 503)
    return method === 'GET' ? state : { ...state, life: 'unknown', chunks: undefined }
  if (!isJudged(each)) return state
  if (isSuccess(each)) return afterSuccess(state, each)
  if (method === 'DELETE')
    return statusOf(each) === 404 || statusOf(each) === 400 ? { ...state, life: 'unknown' } : state
  if (method === 'GET') return statusOf(each) === 404 ? { ...state, life: 'unknown' } : state
  return afterRefusal(state, each)
}

function afterSuccess(state: SessionState, each: UploadRequest): SessionState {
  const { method } = each.operation
  if (method === 'PUT') return { ...state, life: 'closed', endedBy: each }
  if (method === 'DELETE') return { ...state, life: 'cancelled', endedBy: each }
  if (method === 'GET') return { ...state, life: 'open' }
  const { body } = each.request
  const placing = placingOf(each, state)
  const isNext = placing === 'in-order' || placing === 'none'
  return { ...state, life: 'open', chunks: isNext ? withChunk(state.chunks, body) : undefined }
}

const withChunk = (
  chunks: readonly Body[] | undefined,
  body: Body | undefined,
): readonly Body[] | undefined => chunks && (body && body.size > 0 ? [...chunks, body] : chunks)

/** A chunk or a closing was refused: only of one at a wrong place is it stated that nothing of it is added. */
function afterRefusal(state: SessionState, each: UploadRequest): SessionState {
  const { body } = each.request
  const placing = placingOf(each, state)
  const isClosing = each.operation.method === 'PUT'
  const life = !isClosing && statusOf(each) === 416 ? state.life : 'unknown'
  if (body === undefined || body.size === 0) return { ...state, life }
  return placing === 'gap' || placing === 'again'
    ? { ...state, life, refused: [...state.refused, each] }
    : { ...state, life, chunks: undefined }
}
