import { describe, expect, it } from 'vitest'
import { enliven, generateFaults } from '../../../../../suites/distribution/generated-faults/generate.ts'
import { createReach } from '../../../../../suites/distribution/generated-faults/reach.ts'
import type { MakeEffects } from '../../../../../src/reference/effects/effects.ts'
import { blob, image, imageType, start } from '../../../reference/client.ts'

const headers = { 'Content-Type': imageType }

const at = (reference: string) => `/v2/team/app/manifests/${reference}`

/** Tags that move and go, a manifest that is deleted and pushed again, a referrer, and lists in between. */
async function traffic(effects: MakeEffects) {
  const { send, registry } = await start({ effects: [effects] })
  const made = (name: string, more: Record<string, unknown> = {}) =>
    image(registry.store, 'team/app', { annotations: { name }, ...more })
  const one = made('one')
  const other = made('other', { subject: { mediaType: imageType, digest: one.digest, size: 10 } })
  const put = (reference: string, { bytes }: { bytes: Uint8Array }) =>
    send('PUT', at(reference), { headers, body: bytes })
  await put('v1', one)
  await send('GET', at('v1'))
  await put('v1.1', one)
  await put('v1', other)
  await send('HEAD', at('v1'))
  await send('GET', '/v2/team/app/tags/list')
  await send('GET', `/v2/team/app/referrers/${one.digest}`)
  await send('DELETE', at('v1'))
  await send('GET', at('v1'))
  await send('DELETE', at(other.digest))
  await send('GET', `/v2/team/app/referrers/${one.digest}`)
  await put(other.digest, other)
  await put(one.digest, other)
  const layer = blob('layer of team/app')
  await send('GET', `/v2/team/app/blobs/${layer.digest}`, { headers: { Range: 'bytes=2-4' } })
  await send('POST', `/v2/team/other/blobs/uploads/?mount=${layer.digest}&from=team%2Fapp`)
  const answers = [
    await send('GET', at('v1.1')),
    await send('GET', '/v2/team/app/tags/list'),
    await send('GET', `/v2/team/app/referrers/${one.digest}`),
    await send('HEAD', `/v2/team/app/blobs/${layer.digest}`),
  ]
  return answers.map(({ status, text }) => [status, text])
}

const nothing: MakeEffects = () => ({})

describe('what the traffic of a run triggers', () => {
  it('is found without any fault, and nothing is changed by that', async () => {
    expect(await traffic(createReach().effects)).toEqual(await traffic(nothing))
  })

  // The first condition of each effect, at any time and in each state that was met.
  it('is what each fault does by itself', { timeout: 120_000 }, async () => {
    const reach = createReach()
    await traffic(reach.effects)
    const all = generateFaults()
    const met = all.filter((fault) => reach.reaches(fault))
    const others = all.filter((fault) => !reach.reaches(fault))
    expect(met.length).toBeGreaterThan(300)
    const wrong: string[] = []
    for (const [faults, expected] of [
      [met.filter((_, at) => at % 9 === 0), true],
      [others.filter((_, at) => at % 150 === 0), false],
    ] as const)
      for (const fault of faults) {
        const { effects, fired } = enliven(fault)
        await traffic(effects)
        if (fired() > 0 !== expected) wrong.push(fault.id)
      }
    expect(wrong).toEqual([])
  })
})
