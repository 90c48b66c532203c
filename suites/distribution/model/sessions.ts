import { locationOf, uploadUrl } from './observe.ts'
import { isOn, isSuccess, statusOf, type Observed } from './observed.ts'
import type { OperationOn } from './operation.ts'

export type UploadStart = Observed<OperationOn<'uploads'>>
export type UploadRequest = Observed<OperationOn<'upload'>>

/** An upload, from the POST that started it. */
export interface Session {
  repository: string
  opened: UploadStart
  /** Requests to the URLs that the registry gave for it, in the order in which they were sent. */
  requests: readonly UploadRequest[]
  /** Its URLs, each with the response that named it. */
  locations: readonly { url: string; namedBy: Observed }[]
  /** Another upload has one of its URLs while both are open: which one a request reaches is not known. */
  isShared: boolean
}

/** What the POST that starts an upload was answered with, also where it was to mount a blob or to push it whole. */
export const isStarted = (observed: UploadStart): boolean =>
  statusOf(observed) === 202 && locationOf(observed.exchange) !== undefined

/** True where a closing or a cancellation that was answered with success had ended by then. */
const isOver = ({ requests }: Session, { start }: Observed): boolean =>
  requests.some(
    (each) =>
      (each.operation.method === 'PUT' || each.operation.method === 'DELETE') &&
      isSuccess(each) &&
      each.end <= start,
  )

/** Follows each upload by the URLs that the registry gave, from first to last: each response may name a new one. */
export function followSessions(observed: readonly Observed[]): Session[] {
  interface Growing extends Session {
    requests: UploadRequest[]
    locations: { url: string; namedBy: Observed }[]
  }
  const sessions: Growing[] = []
  const owners = new Map<string, Growing>()

  const name = (session: Growing, namedBy: Observed) => {
    const location = locationOf(namedBy.exchange)
    if (location === undefined) return
    const url = uploadUrl(location)
    session.locations.push({ url, namedBy })
    const owner = owners.get(url)
    if (owner !== undefined && owner !== session && !isOver(owner, namedBy)) {
      owner.isShared = true
      session.isShared = true
    }
    owners.set(url, session)
  }
  for (const each of observed) {
    if (isOn(each, 'uploads')) {
      if (!isStarted(each)) continue
      const { repository } = each.operation
      const session: Growing = { repository, opened: each, requests: [], locations: [], isShared: false }
      sessions.push(session)
      name(session, each)
    } else if (isOn(each, 'upload')) {
      const session = owners.get(uploadUrl(each.operation.url))
      if (session === undefined) continue
      session.requests.push(each)
      // The Location of a closed upload is that of its blob.
      if (each.operation.method !== 'PUT') name(session, each)
    }
  }
  return sessions
}

/** Whether a request was sent to the URL that the last response before it named. */
export function isAtLastLocation({ locations }: Session, { operation, start }: UploadRequest): boolean {
  const [last] = locations
    .filter(({ namedBy }) => namedBy.end <= start)
    .toSorted((one, other) => other.namedBy.end - one.namedBy.end)
  return last === undefined || last.url === uploadUrl(operation.url)
}
