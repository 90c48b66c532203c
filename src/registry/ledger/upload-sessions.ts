import type { OpenUpload } from './entry.ts'

/** The upload sessions that are open. */
export interface UploadSessions {
  /** Adds the session at a Location, which is resolved against the URL of its request; at that URL where there is none. */
  open(repository: string, location: string | undefined, url: URL): void
  /** The session that a request was sent to. */
  find(url: URL): OpenUpload | undefined
  /** The same, removed. */
  take(url: URL): OpenUpload | undefined
  entries(): OpenUpload[]
}

/** Whether a request was sent to a session, whatever query it carries from response to response. */
function isSession(url: URL, session: URL): boolean {
  if (session.origin !== url.origin || session.pathname !== url.pathname) return false
  // Where the path is that of all sessions, the query identifies the session.
  if (!/\/blobs\/uploads\/?$/.test(session.pathname)) return true
  return [...session.searchParams].every(([name, value]) => url.searchParams.get(name) === value)
}

export function createUploadSessions(): UploadSessions {
  const sessions = new Map<string, { upload: OpenUpload; at: URL }>()
  const find = (url: URL) => [...sessions].find(([, { at }]) => isSession(url, at))
  return {
    open(repository, location, url) {
      const at =
        location !== undefined && URL.canParse(location, url.href) ? new URL(location, url.href) : url
      sessions.set(at.href, { upload: { kind: 'upload', repository, location: at.href }, at })
    },
    find: (url) => find(url)?.[1].upload,
    take(url) {
      const [key, session] = find(url) ?? []
      if (key !== undefined) sessions.delete(key)
      return session?.upload
    },
    entries: () => [...sessions.values()].map(({ upload }) => upload),
  }
}
