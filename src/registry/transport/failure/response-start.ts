import type { Duplex } from 'node:stream'
import type { buildConnector } from 'undici'

/** At most this many bytes of a response are kept in case it cannot be read as HTTP. */
export const keptOfStart = 4096

/** What had arrived of a response when its connection failed, by the error that ended it. */
const starts = new WeakMap<object, Buffer>()

/** The first bytes of the response that `error` ended; undefined where they are not known. */
export const responseStartBefore = (error: unknown): Buffer | undefined =>
  typeof error === 'object' && error !== null ? starts.get(error) : undefined

const startsRequest = (chunk: unknown): boolean => typeof chunk === 'string' && /^[A-Z]+ /.test(chunk)

/**
 * Keeps the first bytes that a connection receives after each request. A parser of HTTP reports where it
 * stopped and not what it had read, so the line that a server really sent would be lost.
 */
function keepResponseStart(socket: Duplex): void {
  let parts: Buffer[] = []
  let size = 0
  // Bound copies: the socket calls the replaced methods by their names.
  const [read, write, destroy] = [
    socket.read.bind(socket),
    socket.write.bind(socket),
    socket.destroy.bind(socket),
  ]
  Object.assign(socket, {
    read(wanted?: number): unknown {
      const chunk: unknown = read(wanted)
      if (chunk instanceof Buffer && size < keptOfStart) {
        const part = Buffer.from(chunk.subarray(0, keptOfStart - size))
        parts.push(part)
        size += part.length
      }
      return chunk
    },
    write(...sent: Parameters<typeof write>): boolean {
      if (startsRequest(sent[0])) {
        parts = []
        size = 0
      }
      return write(...sent)
    },
    destroy(error?: Error): Duplex {
      if (error) starts.set(error, Buffer.concat(parts))
      return destroy(error)
    },
  })
}

/** The same connector, whose sockets keep the start of each response. */
export const keepingResponseStart =
  (connect: buildConnector.connector): buildConnector.connector =>
  (options, callback) =>
    connect(options, (...[error, socket]: buildConnector.CallbackArgs | [Error, null]) => {
      if (error) return callback(error, null)
      if (!socket) return
      keepResponseStart(socket)
      callback(null, socket)
    })
