import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

/** Bytes that one side may be behind before the other has to wait: far more than is ever in flight. */
const backlog = 64 * 1024 * 1024

/**
 * A link of `roundTrip` milliseconds to `port` on loopback, as a TCP proxy on a port of its own: bytes
 * arrive half a round trip after they were sent, in order, with no limit on how many are under way. A
 * new connection costs a round trip more before its first byte can leave, as the handshake of a real
 * one would. Resolves to the port that it listens on.
 */
export function slowLink(port: number, roundTrip: number): Promise<number> {
  const oneWay = roundTrip / 2
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = createConnection({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
    const established = performance.now() + roundTrip
    delayed(near, far, oneWay, established)
    delayed(far, near, oneWay, 0)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/**
 * Everything that `from` sends reaches `to` after `delay` milliseconds, its end and its failure too;
 * nothing leaves before `earliest` (on the clock of `performance.now()`).
 */
function delayed(from: Socket, to: Socket, delay: number, earliest: number): void {
  const underWay: { due: number; deliver: () => void }[] = []
  let timer: NodeJS.Timeout | undefined

  const arrive = (): void => {
    timer = undefined
    while (underWay[0] !== undefined && underWay[0].due <= performance.now()) underWay.shift()?.deliver()
    if (underWay[0] !== undefined) timer = setTimeout(arrive, Math.ceil(underWay[0].due - performance.now()))
  }
  const send = (deliver: () => void): void => {
    const due = Math.max(performance.now(), earliest) + delay
    underWay.push({ due, deliver })
    timer ??= setTimeout(arrive, Math.ceil(due - performance.now()))
  }

  from.on('data', (chunk) =>
    send(() => {
      if (to.destroyed) return
      to.write(chunk)
      if (to.writableLength > backlog) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    }),
  )
  from.on('end', () => send(() => to.end()))
  from.on('error', () => send(() => to.resetAndDestroy()))
}

/** By hand: `node dist/bench/slow-link.js <port> [round trip in ms]`; prints the port it listens on. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const port = Number(process.argv[2])
  const roundTrip = Number(process.argv[3] ?? 40)
  if (Number.isInteger(port) && port > 0 && roundTrip >= 0) console.log(await slowLink(port, roundTrip))
  else {
    console.error('usage: slow-link <port on 127.0.0.1> [round trip in milliseconds, default 40]')
    process.exitCode = 2
  }
}
