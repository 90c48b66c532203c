import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createLedger } from '../../../../src/registry/ledger/ledger.ts'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import { bodyOf, closeAll, connect, serve, serveSocket } from '../server.ts'

const digest = `sha256:${'a'.repeat(64)}`
const put = { method: 'PUT', path: '/v2/a/manifests/tag', body: Buffer.from('{}') }

afterEach(closeAll)

const repositories = ['a']

/** A registry that carries out what it has begun, although the client has closed the connection. */
async function slow() {
  const stored = new Set<string>()
  const base = await serve(async (request, response) => {
    await bodyOf(request)
    const path = request.url ?? ''
    if (request.method === 'DELETE') {
      response.writeHead(stored.delete(path) ? 202 : 404).end()
      return
    }
    if (request.method === 'GET') {
      response.writeHead(404).end()
      return
    }
    await sleep(150)
    stored.add('/v2/a/manifests/tag').add(`/v2/a/manifests/${digest}`)
    response.writeHead(201, { 'Docker-Content-Digest': digest }).end()
  })
  return { base, stored }
}

describe('requests that may create something', () => {
  it('are waited for after an interrupt, so that they can be removed', async () => {
    const { base, stored } = await slow()
    const recorder = createRecorder()
    const ledger = createLedger(recorder)
    const run = new AbortController()
    const client = connect(base, { recorder, signal: run.signal })
    const sent = client.send(put)
    await sleep(50)
    run.abort()
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
    // What answers 404 to a list of tags has none.
    expect([...stored]).toEqual(['/v2/a/manifests/tag'])
    expect((await sent).response?.status).toBe(201)
  })

  it('are not sent after an interrupt', async () => {
    const { base, stored } = await slow()
    const client = connect(base, { signal: AbortSignal.abort() })
    expect((await client.send(put)).error?.code).toBe('aborted')
    await client.settled()
    expect(stored.size).toBe(0)
  })

  it('are removed where no response shows whether they were done', async () => {
    const received: string[] = []
    const base = await serveSocket((socket) => {
      socket.on('data', (data) => {
        const [line = ''] = data.toString().split('\r\n')
        if (/^(?:PUT|DELETE)/.test(line)) received.push(line)
        if (line.startsWith('DELETE')) socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
        else socket.destroy()
      })
    })
    const recorder = createRecorder()
    const ledger = createLedger(recorder)
    const client = connect(base, { recorder })
    expect((await client.send(put)).error?.code).toBe('reset')
    expect(ledger.entries().map(({ kind }) => kind)).toEqual(['manifest', 'tag'])
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
    expect(received.slice(1).every((line) => line.startsWith('DELETE /v2/a/manifests/'))).toBe(true)
  })

  it('are not counted where no server was reached', async () => {
    const recorder = createRecorder()
    const ledger = createLedger(recorder)
    const client = connect(new URL('http://127.0.0.1:1/'), { recorder })
    await client.send(put)
    expect(ledger.entries()).toEqual([])
  })
})
