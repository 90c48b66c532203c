import { expect, it } from 'vitest'
import { enliven, generatedFault } from '../../../../../suites/distribution/generated-faults/generate.ts'
import { onReply, type MakeEffects } from '../../../../../src/reference/effects/effects.ts'
import { image, imageType, start, type TestRegistry } from '../../../reference/client.ts'

/** A registry with a generated fault, and how often that has changed anything. */
async function faulty(id: string) {
  const fault = generatedFault(id)
  if (fault === undefined) throw new Error(`there is no ${id}`)
  const { effects, fired } = enliven(fault)
  return { ...(await start({ effects: [effects] })), fired }
}

type Faulty = Awaited<ReturnType<typeof faulty>>

const headers = { 'Content-Type': imageType }
const manifest = ({ registry }: TestRegistry, name: string) =>
  image(registry.store, 'team/app', { annotations: { name } })
const push = async (at: Faulty, reference: string, name: string): Promise<string> => {
  const { bytes, digest } = manifest(at, name)
  expect(
    (await at.send('PUT', `/v2/team/app/manifests/${reference || digest}`, { headers, body: bytes })).status,
  ).toBe(201)
  return digest
}
const status = async ({ send }: Faulty, reference: string, method = 'GET'): Promise<number> =>
  (await send(method, `/v2/team/app/manifests/${reference}`)).status

it('follows a tag from push to push', async () => {
  const at = await faulty('get-404~by-tag~after-second-move')
  await push(at, 'v1', 'one')
  expect(await status(at, 'v1')).toBe(200)
  await push(at, 'v1', 'two')
  expect(await status(at, 'v1')).toBe(200)
  // The same once more is no move.
  await push(at, 'v1', 'two')
  expect(await status(at, 'v1')).toBe(200)
  await push(at, 'v1', 'three')
  expect(await status(at, 'v1')).toBe(404)
  expect(await status(at, 'v1', 'HEAD')).toBe(200)
  expect(at.fired()).toBe(1)
})

it('knows a tag that came back, and what it left', async () => {
  const at = await faulty('get-404~always~after-move-back')
  const one = await push(at, 'v1', 'one')
  await push(at, 'v1', 'two')
  expect(await status(at, 'v1')).toBe(200)
  await push(at, 'v1', 'one')
  expect(await status(at, 'v1')).toBe(404)
  expect(await status(at, one)).toBe(200)
})

it('strikes the manifest that a tag has left', async () => {
  const at = await faulty('get-404~always~tag-moved-away')
  const one = await push(at, 'v1', 'one')
  expect(await status(at, one)).toBe(200)
  const two = await push(at, 'v1', 'two')
  expect(await status(at, one)).toBe(404)
  expect(await status(at, two)).toBe(200)
})

it('serves in HEAD what a tag led to before', async () => {
  const at = await faulty('head-serves-former~always~after-move')
  const one = await push(at, 'v1', 'one')
  const two = await push(at, 'v1', 'two')
  const head = await at.send('HEAD', '/v2/team/app/manifests/v1')
  expect(head.headers['docker-content-digest']).toBe(one)
  const get = await at.send('GET', '/v2/team/app/manifests/v1')
  expect(get.headers['docker-content-digest']).toBe(two)
})

it('finds a deleted manifest until it is pushed again', async () => {
  const at = await faulty('get-serves-deleted~by-digest~after-deletion')
  const one = await push(at, '', 'one')
  expect(await status(at, one, 'DELETE')).toBe(202)
  expect(await status(at, one)).toBe(200)
  expect(at.fired()).toBe(1)
  await push(at, '', 'one')
  expect(await status(at, one)).toBe(200)
  expect(at.fired()).toBe(1)
})

it('refuses the second push of the same alone', async () => {
  const at = await faulty('put-again-409~by-digest~again')
  await push(at, '', 'one')
  const { bytes, digest } = manifest(at, 'one')
  const again = await at.send('PUT', `/v2/team/app/manifests/${digest}`, { headers, body: bytes })
  expect(again.status).toBe(409)
})

it('strikes the second read since the last change', async () => {
  const at = await faulty('get-404~always~read-before')
  await push(at, 'v1', 'one')
  expect([await status(at, 'v1'), await status(at, 'v1'), await status(at, 'v1')]).toEqual([200, 404, 200])
  await push(at, 'v1', 'two')
  expect([await status(at, 'v1'), await status(at, 'v1')]).toEqual([200, 404])
})

it('loses the former manifest without a sign', async () => {
  const at = await faulty('put-loses-former~always~moving')
  const one = await push(at, 'v1', 'one')
  expect(await status(at, one)).toBe(200)
  await push(at, 'v1', 'two')
  expect(await status(at, one)).toBe(404)
  expect(at.fired()).toBe(1)
})

/** A registry that takes its time. */
const late: MakeEffects = () => onReply({}, (reply) => ({ ...reply, delay: 50 }))

it('sees that requests overlap', async () => {
  const at = await faulty('put-500~always~overlapping')
  const { bytes, digest } = manifest(at, 'one')
  const put = (reference: string) =>
    at.send('PUT', `/v2/team/app/manifests/${reference}`, { headers, body: bytes })
  expect((await put(digest)).status).toBe(201)
  expect((await put(digest)).status).toBe(201)
  expect(at.fired()).toBe(0)
})

it('takes a request for under way until its answer is sent', async () => {
  const fault = generatedFault('put-500~always~overlapping')!
  const at = await start({ effects: [late, enliven(fault).effects] })
  const { bytes } = manifest(at, 'one')
  const put = async () => (await at.send('PUT', '/v2/team/app/manifests/v1', { headers, body: bytes })).status
  expect((await Promise.all([put(), put()])).toSorted((one, other) => one - other)).toEqual([201, 500])
  expect(await put()).toBe(201)
})

it('sends another answer as late as the one in its place', async () => {
  const fault = generatedFault('wrong-digest-500~always~anytime')!
  const at = await start({ effects: [late, enliven(fault).effects] })
  const path = `/v2/team/app/blobs/uploads/?digest=sha256:${'0'.repeat(64)}`
  const push = at.send('POST', path, { body: 'other bytes' }).then(({ status }) => status)
  const soon = new Promise((resolve) => void setTimeout(resolve, 25, 'not yet'))
  expect(await Promise.race([push, soon])).toBe('not yet')
  expect(await push).toBe(500)
})
