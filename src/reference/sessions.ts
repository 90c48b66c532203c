import type { Store } from './store.ts'

/** A blob on its way in. */
export interface UploadSession {
  readonly id: string
  readonly repository: string
  /** The chunks in order; each is kept as it came. */
  readonly chunks: Uint8Array[]
  /** Bytes so far. */
  size: number
  /** Length of the last chunk, absent before the first one. */
  lastLength?: number
  touched: number
}

export interface Sessions {
  /** Undefined where too many are open. */
  open(id: string, repository: string): UploadSession | undefined
  /** Undefined where it never was, is over, has expired, or belongs to another repository. */
  find(id: string, repository: string): UploadSession | undefined
  /** Adds a chunk. Throws StoreFull. */
  append(session: UploadSession, chunk: Uint8Array): void
  /** Forgets the session and what it holds: when it is closed and when it is cancelled. */
  end(session: UploadSession): void
}

/** Upload sessions that live `lifetime` seconds after they were last touched; their bytes count in the store. */
export function createSessions(
  store: Pick<Store, 'reserve'>,
  limits: { lifetime: number; count: number; now: () => number },
): Sessions {
  const sessions = new Map<string, UploadSession>()

  const end = (session: UploadSession): void => {
    if (sessions.delete(session.id)) store.reserve(-session.size)
  }
  const expire = (): void => {
    const oldest = limits.now() - limits.lifetime * 1000
    for (const session of sessions.values()) if (session.touched < oldest) end(session)
  }

  return {
    end,
    open(id, repository) {
      expire()
      if (sessions.size >= limits.count) return undefined
      const session: UploadSession = { id, repository, chunks: [], size: 0, touched: limits.now() }
      sessions.set(id, session)
      return session
    },
    find(id, repository) {
      expire()
      const session = sessions.get(id)
      if (session?.repository !== repository) return undefined
      session.touched = limits.now()
      return session
    },
    append(session, chunk) {
      store.reserve(chunk.length)
      session.chunks.push(chunk)
      session.size += chunk.length
      session.lastLength = chunk.length
    },
  }
}
