import { expect, it } from 'vitest'
import {
  enliven,
  generateFaults,
  type GeneratedFault,
} from '../../../../../suites/distribution/generated-faults/generate.ts'
import { baseEffects } from '../../../../../suites/distribution/generated-faults/effects/index.ts'
import { createReferenceRegistry } from '../../../../../src/reference/index.ts'
import { blob, image, imageType, start, type TestRegistry } from '../../../reference/client.ts'

/** Some of everything that a registry does, under a condition that none of the faults below has. */
async function answers({ send, registry }: TestRegistry): Promise<unknown[]> {
  const { bytes, digest } = image(registry.store, 'team/app', { annotations: { name: 'one' } })
  const other = image(registry.store, 'team/app', { annotations: { name: 'two' } })
  const layer = blob('layer of team/app')
  const headers = { 'Content-Type': imageType }
  const requests = [
    ['PUT', '/v2/team/app/manifests/v1', { headers, body: bytes }],
    ['GET', '/v2/team/app/manifests/v1'],
    ['HEAD', `/v2/team/app/manifests/${digest}`],
    ['PUT', '/v2/team/app/manifests/v1', { headers, body: other.bytes }],
    ['GET', '/v2/team/app/manifests/v1'],
    ['GET', `/v2/team/app/blobs/${layer.digest}`, { headers: { Range: 'bytes=2-4' } }],
    ['HEAD', `/v2/team/app/blobs/${layer.digest}`],
    ['GET', '/v2/team/app/tags/list?n=1'],
    ['GET', `/v2/team/app/referrers/${digest}`],
    ['DELETE', '/v2/team/app/manifests/v1'],
    ['GET', '/v2/team/app/manifests/v1'],
    ['DELETE', `/v2/team/app/blobs/${layer.digest}`],
    ['GET', `/v2/team/app/blobs/${layer.digest}`],
  ] as const
  const found: unknown[] = []
  for (const [method, path, sent] of requests) {
    const { status, headers: fields, text } = await send(method, path, sent)
    found.push([status, text, { ...fields, date: undefined }])
  }
  return found
}

/** Conditions that hold for none of the requests above. */
const elsewhere = [
  'tag-longest',
  'under-sha512',
  'blob-sha512',
  'in-second-repository',
  'filtered',
  'with-last',
]

const faults = generateFaults()
const perEffect = baseEffects.flatMap(({ id }): GeneratedFault[] => {
  const outside = faults.find(
    ({ effect, condition, state }) =>
      effect.id === id && state.id === 'anytime' && elsewhere.includes(condition.id),
  )
  return outside ? [outside] : []
})

it('leaves all traffic alone that is not under its condition', { timeout: 60_000 }, async () => {
  const honest = await answers(await start())
  expect(perEffect.length).toBeGreaterThan(50)
  for (const fault of perEffect) {
    const { effects, fired } = enliven(fault)
    expect(await answers(await start({ effects: [effects] })), fault.id).toEqual(honest)
    expect(fired(), fault.id).toBe(0)
  }
})

it('keeps several registries with the same fault apart', () => {
  const [fault] = faults
  if (fault === undefined) throw new Error('there are no faults')
  const { effects } = enliven(fault)
  expect(() => [
    createReferenceRegistry({ effects: [effects] }),
    createReferenceRegistry({ effects: [effects] }),
  ]).not.toThrow()
})
