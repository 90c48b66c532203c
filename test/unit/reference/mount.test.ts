import { expect, it } from 'vitest'
import { blob, code, start, type TestRegistry } from './client.ts'

const layer = blob('a layer to share')
const mount = ({ send }: TestRegistry, query: string) =>
  send('POST', `/v2/team/to/blobs/uploads/?mount=${query}`)
const preloaded = async (options = {}): Promise<TestRegistry> => {
  const started = await start(options)
  started.registry.store.putBlob('team/from', layer.bytes)
  return started
}

// A mount that can be done is 201 with a pullable location; all else begins an upload.
it.each<[string, string, number]>([
  ['the repository that has it', `${layer.digest}&from=team/from`, 201],
  ['a repository that lacks it', `${layer.digest}&from=team/empty`, 202],
  ['a repository whose name is invalid', `${layer.digest}&from=TEAM`, 202],
  ['no named repository', layer.digest, 201],
  ['the repository that has other content', `${blob('none').digest}&from=team/from`, 202],
  ['nowhere', blob('none').digest, 202],
])('mounts from %s', async (_case, query, status) => {
  const registry = await preloaded()
  const answer = await mount(registry, query)
  expect(answer.status).toBe(status)
  const location = String(answer.headers.location)
  if (status === 201) {
    expect(answer.headers['docker-content-digest']).toBe(layer.digest)
    expect((await registry.send('GET', location)).bytes).toEqual(layer.bytes)
  } else {
    const pushed = await registry.send('PUT', `${location}?digest=${layer.digest}`, { body: layer.bytes })
    expect(pushed.status).toBe(201)
  }
})

it('refuses a mount of a malformed digest', async () => {
  const answer = await mount(await preloaded(), 'sha256:abc&from=team/from')
  expect([answer.status, code(answer)]).toEqual([400, 'DIGEST_INVALID'])
})

// Where it is off, or in 1.0 without a source, an upload begins.
it.each([
  [{ mount: false }, `${layer.digest}&from=team/from`],
  [{ mountWithoutFrom: false }, layer.digest],
  [{ spec: '1.0' }, layer.digest],
])('begins an upload with %o', async (options, query) => {
  expect((await mount(await preloaded(options), query)).status).toBe(202)
})

// What another repository holds is not seen before it is mounted.
it('keeps repositories apart', async () => {
  const registry = await preloaded()
  expect((await registry.send('GET', `/v2/team/to/blobs/${layer.digest}`)).status).toBe(404)
  await mount(registry, `${layer.digest}&from=team/from`)
  await registry.send('DELETE', `/v2/team/from/blobs/${layer.digest}`)
  expect((await registry.send('GET', `/v2/team/to/blobs/${layer.digest}`)).status).toBe(200)
})
