import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { slowLink } from './slow-link.ts'

const closing: (() => void)[] = []
afterEach(() => {
  while (closing.length > 0) closing.pop()?.()
})

describe('the slow link', () => {
  // A bench over a link that loses or reorders bytes would measure nothing.
  it('brings every byte of both directions in order, and the end of each', async () => {
    const link = await slowLink(await listen((socket) => socket.pipe(socket)), 4)
    const sent = randomBytes(3_000_000)
    const socket = createConnection(link, '127.0.0.1')
    socket.end(sent)
    expect(digest(await buffer(socket))).toBe(digest(sent))
  })

  // Each side may go on sending after the other has ended.
  it('keeps one direction open when the other has ended', async () => {
    const port = await listen((socket) => {
      socket.resume()
      socket.once('end', () => socket.end('sent after the end'))
    })
    const socket = createConnection(await slowLink(port, 4), '127.0.0.1')
    socket.end('the end')
    expect((await buffer(socket)).toString()).toBe('sent after the end')
  })

  // A registry that cannot be reached must look so through the link too.
  it('breaks a connection whose far side cannot be reached', async () => {
    const socket = createConnection(await slowLink(await closedPort(), 4), '127.0.0.1')
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNRESET')
  })
})

async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, serve).listen(0, '127.0.0.1')
  closing.push(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function closedPort(): Promise<number> {
  const port = await listen(() => {})
  closing.pop()?.()
  return port
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
