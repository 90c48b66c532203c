import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { closeAll, connect, serve, serveSocket } from '../../server.ts'
import { parseTargetUrl } from '../../../../../src/registry/transport/target-url.ts'

afterEach(closeAll)

const push = {
  method: 'PUT',
  path: '/v2/one/manifests/x',
  headers: { Expect: '100-continue', 'Content-Type': 'text/plain' },
  body: new TextEncoder().encode('hello'),
  authenticate: false,
}

/** A server that decides by the head of a request whether it wants the body. */
async function deciding(onExpectation: RequestListener) {
  const server = createServer()
  server.on('checkContinue', onExpectation)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = parseTargetUrl(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { base, close: () => new Promise((resolve) => server.close(resolve)) }
}

it('sends the body after 100, once, with its length', async () => {
  const seen: string[] = []
  const base = await serve((request, response) => {
    void (async () => {
      for await (const chunk of request) seen.push(String(chunk))
      response
        .writeHead(201, { Location: '/x' })
        .end(`${request.headers.expect} ${request.headers['content-length']}`)
    })()
  })
  const { response, request } = await connect(base).send(push)
  expect(response?.status).toBe(201)
  expect(response?.headers).toContainEqual(['Location', '/x'])
  expect(Buffer.from(response!.body.bytes).toString()).toBe('100-continue 5')
  expect(request.headers).toContainEqual(['Expect', '100-continue'])
  expect(seen).toEqual(['hello'])
})

it('sends no body where the response comes without it', async () => {
  const seen: string[] = []
  const { base, close } = await deciding((request, response) => {
    request.on('data', (chunk) => seen.push(String(chunk)))
    response.writeHead(417, { Connection: 'close' }).end()
  })
  const { response } = await connect(base).send(push)
  expect(response?.status).toBe(417)
  expect(seen).toEqual([])
  await close()
})

it('sends the body in the end to a server that sends no 100', async () => {
  let received = ''
  const base = await serveSocket((socket) => {
    socket.on('data', (chunk) => {
      received += String(chunk)
      if (received.endsWith('hello')) socket.end('HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n')
    })
  })
  const { response } = await connect(base).send(push)
  expect(response?.status).toBe(201)
  expect(received).toContain('Expect: 100-continue\r\n')
})

it('fails like any other request where nothing listens, the server hangs up or does not answer', async () => {
  const gone = await connect(parseTargetUrl('127.0.0.1:1'), { retries: 0 }).send(push)
  expect(gone.error?.code).toBe('refused')
  const hangingUp = await serveSocket((socket) => socket.once('data', () => socket.destroy()))
  const cut = await connect(hangingUp, { retries: 0, longestOutage: 1 }).send(push)
  expect(cut.error?.code).toMatch(/^(?:reset|closed|hung-up)/)
  const silent = await serveSocket(() => {})
  const late = await connect(silent, { timeout: 300, retries: 0, longestOutage: 1 }).send(push)
  expect(late.error?.code).toBe('timeout')
})
