import { describe, expect, it } from 'vitest'
import { blob, code, json, start, type TestRegistry } from './client.ts'

const manifest = blob('{}')
const layer = blob('layer')

async function filled(options = {}): Promise<TestRegistry> {
  const started = await start(options)
  started.registry.store.putManifest('team/app', manifest.bytes, { tags: ['one', 'two'] })
  started.registry.store.putBlob('team/app', layer.bytes)
  return started
}
const statuses = async ({ send }: TestRegistry): Promise<number[]> =>
  Promise.all(
    ['one', 'two', manifest.digest].map(
      async (reference) => (await send('GET', `/v2/team/app/manifests/${reference}`)).status,
    ),
  )

// Deleting a tag takes that tag alone, deleting a manifest takes all its tags.
it.each<[string, string, number[], string[]]>([
  ['a tag', 'manifests/one', [404, 200, 200], ['two']],
  ['a manifest', `manifests/${manifest.digest}`, [404, 404, 404], []],
  ['a blob', `blobs/${layer.digest}`, [200, 200, 200], ['one', 'two']],
])('deletes %s', async (_kind, target, expected, tags) => {
  const registry = await filled()
  const answer = await registry.send('DELETE', `/v2/team/app/${target}`)
  expect([answer.status, answer.headers['content-length']]).toEqual([202, '0'])
  expect(await statuses(registry)).toEqual(expected)
  expect(json(await registry.send('GET', '/v2/team/app/tags/list'))['tags']).toEqual(tags)
  expect((await registry.send('GET', `/v2/team/app/${target}`)).status).toBe(404)
  expect((await registry.send('DELETE', `/v2/team/app/${target}`)).status).toBe(404)
})

// What was never there is 404.
it.each([
  ['manifests/none', 'MANIFEST_UNKNOWN'],
  [`manifests/${blob('none').digest}`, 'MANIFEST_UNKNOWN'],
  [`blobs/${blob('none').digest}`, 'BLOB_UNKNOWN'],
])('answers 404 to the deletion of %s', async (target, expected) => {
  const { send } = await filled()
  const answer = await send('DELETE', `/v2/team/app/${target}`)
  expect([answer.status, code(answer)]).toEqual([404, expected])
  const elsewhere = await send('DELETE', `/v2/team/none/${target}`)
  expect([elsewhere.status, code(elsewhere)]).toEqual([404, 'NAME_UNKNOWN'])
})

// Each kind of deletion can be off, with either of the two answers that are allowed.
describe.each([400, 405] as const)('refusing with %i', (deletionRefusal) => {
  it.each([
    ['deleteTags', 'manifests/one'],
    ['deleteManifests', `manifests/${manifest.digest}`],
    ['deleteBlobs', `blobs/${layer.digest}`],
  ])('without %s', async (option, target) => {
    const registry = await filled({ [option]: false, deletionRefusal })
    const answer = await registry.send('DELETE', `/v2/team/app/${target}`)
    expect([answer.status, code(answer)]).toEqual([deletionRefusal, 'UNSUPPORTED'])
    expect((await registry.send('GET', `/v2/team/app/${target}`)).status).toBe(200)
  })
})

// A read-only registry serves what was put into it, and refuses every writing method.
it('is read-only on demand', async () => {
  const registry = await filled({ readOnly: true })
  expect(await statuses(registry)).toEqual([200, 200, 200])
  for (const [method, target] of [
    ['PUT', 'manifests/one'],
    ['POST', 'blobs/uploads/'],
    ['DELETE', 'manifests/one'],
    ['DELETE', `blobs/${layer.digest}`],
  ] as const) {
    const answer = await registry.send(method, `/v2/team/app/${target}`)
    expect([answer.status, code(answer)]).toEqual([405, 'UNSUPPORTED'])
  }
})

// Deleting gives the room back.
it('gives room back', async () => {
  const { send, registry } = await filled()
  const full = registry.store.used
  await send('DELETE', `/v2/team/app/manifests/${manifest.digest}`)
  await send('DELETE', `/v2/team/app/blobs/${layer.digest}`)
  expect(registry.store.used).toBeLessThan(full - layer.bytes.length)
  registry.store.putManifest('team/app', manifest.bytes, { tags: ['one', 'two'] })
  registry.store.putBlob('team/app', layer.bytes)
  expect(registry.store.used).toBe(full)
})
