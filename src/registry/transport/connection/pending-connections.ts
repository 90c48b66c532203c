import type { buildConnector } from 'undici'
import { TransportFailure } from '../failure/transport-failure.ts'

/** A socket, or a request for a tunnel. */
interface Destroyable {
  destroy(error: Error): unknown
}

/**
 * Connections that are being made. undici does not end them when it is destroyed, and each would keep the process until
 * its timeout where a server or proxy accepts a connection and is silent.
 */
export interface PendingConnections {
  /** Adds each connection that a connector makes, until it is made. */
  watch(connect: buildConnector.connector): buildConnector.connector
  /** Adds one; the function that it returns removes it. */
  add(pending: Destroyable): () => void
  destroy(): void
}

const isDestroyable = (value: unknown): value is Destroyable =>
  typeof value === 'object' && value !== null && 'destroy' in value && typeof value.destroy === 'function'

export function pendingConnections(): PendingConnections {
  const pending = new Set<Destroyable>()
  const add = (each: Destroyable) => {
    pending.add(each)
    return () => void pending.delete(each)
  }
  return {
    add,
    watch: (connect) => (options, callback) => {
      let over: (() => void) | undefined
      // The socket, although the type has none.
      const socket: unknown = connect(options, (...result) => {
        over?.()
        callback(...result)
      })
      if (isDestroyable(socket)) over = add(socket)
    },
    destroy() {
      const closed = new TransportFailure('aborted', 'the client was closed')
      for (const each of pending) each.destroy(closed)
      pending.clear()
    },
  }
}
