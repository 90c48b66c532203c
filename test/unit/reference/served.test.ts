import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { onHead, onReply, type Effects } from '../../../src/reference/effects/effects.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { reply, withoutHeader } from '../../../src/reference/reply.ts'
import type { Served } from '../../../src/reference/served.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function serving(effects: Effects) {
  const seen: Served[] = []
  const registry = createReferenceRegistry({
    effects: [() => effects],
    onServed: (each) => void seen.push(each),
  })
  const { url, close } = await registry.listen()
  open.push(close)
  return { url, seen, store: registry.store }
}

const settled = async (seen: readonly Served[], count: number) => {
  for (let tries = 0; seen.length < count && tries < 200; tries += 1) await sleep(10)
}

it('reports each exchange as the client sent it', async () => {
  const { url, seen } = await serving({})
  await fetch(`${url}/v2/a/blobs/uploads/?x=%2F&y`, {
    method: 'POST',
    headers: { 'X-Own': 'A' },
    body: 'abc',
  })
  await settled(seen, 1)
  expect(seen).toMatchObject([
    { method: 'POST', target: '/v2/a/blobs/uploads/?x=%2F&y', status: 202, cut: false, host: url.slice(7) },
  ])
  expect(seen[0]?.headers).toContainEqual(['X-Own', 'A'])
  expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('abc')
})

function* endless() {
  for (;;) yield new Uint8Array(64 * 1024)
}

it('streams a response until the client goes away, and counts what it took', async () => {
  const { url, seen, store } = await serving(
    onReply({ endpoint: 'blob' }, (from) => ({
      ...withoutHeader(from, 'Content-Length'),
      body: new Uint8Array(),
      stream: endless,
    })),
  )
  const digest = store.putBlob('a', Buffer.from('small'))
  const controller = new AbortController()
  const response = await fetch(`${url}/v2/a/blobs/${digest}`, { signal: controller.signal })
  let taken = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    taken += chunk.length
    if (taken > 1024 * 1024) break
  }
  controller.abort()
  await settled(seen, 1)
  expect(seen[0]?.cut).toBe(true)
  expect(seen[0]?.written).toBeGreaterThan(1024 * 1024)
})

it('ends a stream that has an end', async () => {
  const { url, store } = await serving(
    onReply({ endpoint: 'blob' }, (from) => ({
      ...withoutHeader(from, 'Content-Length'),
      stream: () => [Buffer.from('one'), Buffer.from('two')],
    })),
  )
  const digest = store.putBlob('a', Buffer.from('small'))
  expect(await (await fetch(`${url}/v2/a/blobs/${digest}`)).text()).toBe('onetwo')
})

it('replies before the body of a request was read', async () => {
  const { url, seen } = await serving(
    onHead({ endpoint: 'uploads' }, () => reply(413, { Connection: 'close' })),
  )
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  // The body never comes.
  socket.write('POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n')
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /)
  socket.destroy()
  await settled(seen, 1)
  expect(seen[0]).toMatchObject({ status: 413 })
  expect(seen[0]?.body).toHaveLength(0)
})
