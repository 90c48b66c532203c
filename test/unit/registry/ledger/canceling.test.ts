import { afterEach, describe, expect, it } from 'vitest'
import { createCanceling } from '../../../../src/registry/ledger/canceling.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { closeAll } from '../server.ts'
import { serveRegistry, type RegistryOptions } from './registry.ts'

afterEach(closeAll)

/** A registry with so many uploads of which nobody has closed one, each with its exchanges. */
async function withUploads(count: number, options: RegistryOptions = {}) {
  const served = await serveRegistry(options)
  const { client, ledger } = served
  const open = async () => {
    const opened = await client.send({ method: 'POST', path: '/v2/a/b/blobs/uploads/' })
    const path = client.resolve(header(opened.response!.headers, 'location')!, opened)
    return [opened, await client.send({ method: 'PATCH', path, body: Buffer.from('chunk') })]
  }
  const uploads = []
  // oxlint-disable-next-line no-await-in-loop -- their order is that of the deletions
  for (let number = 0; number < count; number += 1) uploads.push(await open())
  return { ...served, uploads, cancel: createCanceling(client, ledger) }
}

describe('canceling uploads while a run goes on', () => {
  it('concerns what the exchanges left open, and nothing else', async () => {
    const { uploads, ledger, held, cancel } = await withUploads(3)
    await cancel(uploads[1]!)
    expect([...held]).toEqual(['upload /v2/a/b/blobs/uploads/1', 'upload /v2/a/b/blobs/uploads/3'])
    expect(ledger.entries()).toHaveLength(2)
  })

  it('leaves alone what was closed', async () => {
    const { uploads, client, deletions, cancel } = await withUploads(1)
    const [, patched] = uploads[0]!
    const path = client.resolve(header(patched!.response!.headers, 'location')!, patched!)
    const closed = await client.send({ method: 'PUT', path: `${path}&digest=sha256:11` })
    await cancel([...uploads[0]!, closed])
    expect(deletions).toEqual([])
  })

  it('ends where the registry cancels none, and what is open stays in the ledger', async () => {
    const { uploads, ledger, deletions, cancel } = await withUploads(6, { refuse: () => 405 })
    // oxlint-disable-next-line no-await-in-loop -- as sequences end, one after the other
    for (const exchanges of uploads) await cancel(exchanges)
    expect(deletions).toHaveLength(1)
    expect(ledger.entries()).toHaveLength(6)
  })

  it.each([416, 500])('goes on where %i concerns the one upload', async (status) => {
    const refuse = (_: string, __: string, count: number) => (count <= 3 ? status : undefined)
    const { uploads, ledger, deletions, cancel } = await withUploads(6, { refuse })
    // oxlint-disable-next-line no-await-in-loop -- as sequences end, one after the other
    for (const exchanges of uploads) await cancel(exchanges)
    expect(deletions).toHaveLength(6)
    expect(ledger.entries()).toHaveLength(3)
  })
})
