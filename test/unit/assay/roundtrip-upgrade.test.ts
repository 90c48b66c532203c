import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { roundtrip, type RoundtripOptions } from '../../../src/assay/roundtrip/roundtrip.ts'
import { createReferenceRegistry, type MakeEffects } from '../../../src/reference/index.ts'
import { createStore } from '../../../src/reference/store.ts'
import { artifactOf, createLayout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { upgradeFaults } from '../../../suites/roundtrip/upgrade/faults.ts'

let folder = ''
let image = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-upgrade-'))
  const layout = createLayout()
  const { mediaType, digest, size } = layout.image()
  for (const name of ['one', 'other'])
    layout.entries.push(
      artifactOf(layout, {
        manifest: (artifact) => ({
          ...artifact,
          subject: { mediaType, digest, size },
          annotations: { 'example.name': name },
        }),
      }),
    )
  mkdirSync(join(folder, 'image'))
  image = write(layout, join(folder, 'image'), undefined, undefined)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Trip {
  effects?: readonly MakeEffects[]
  /** Before the upgrade. */
  referrers?: boolean
  upgrade?: RoundtripOptions['upgrade']
}

async function upgraded({ effects = [], referrers = false, upgrade }: Trip) {
  const store = createStore(64 * 1024 ** 2)
  let current = await createReferenceRegistry({ spec: '1.1', referrers }, store).listen()
  const { host, port } = new URL(current.url)
  const replace = async (): Promise<void> => {
    await current.close()
    const registry = createReferenceRegistry({ spec: '1.1', effects: [...effects] }, store)
    current = await registry.listen({ port: Number(port) })
  }
  try {
    const { result } = await roundtrip({
      image,
      to: `${host}/app`,
      plainHttp: true,
      upgrade: upgrade ?? replace,
    })
    return { result, found: new Map(result.requirements.map((each) => [each.id, each])) }
  } finally {
    await current.close()
  }
}

it('finds every referrer that was kept under the referrers tag', async () => {
  const { found, result } = await upgraded({})
  expect(found.get('roundtrip.referrers.listed')?.verdict).toBe('pass')
  expect(found.get('upgrade.referrers.listed')?.verdict).toBe('pass')
  expect(found.get('upgrade.referrers.descriptor')?.verdict).toBe('pass')
  expect(result.leftovers).toEqual([])
})

it.each(upgradeFaults)('reports a registry that $title', async ({ violates, effects }) => {
  const { found } = await upgraded({ effects: [effects] })
  const failed = [...found.values()].filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
  expect(failed).toEqual([violates])
})

it('is not evaluated where the API is there already, or the command fails', async () => {
  const there = await upgraded({ referrers: true })
  expect(there.found.get('upgrade.referrers.listed')).toMatchObject({
    verdict: 'error',
    reason: expect.stringMatching(/has the referrers API already: it returned 200/),
  })
  const failing = await upgraded({ upgrade: 'echo no such service >&2; exit 4' })
  expect(failing.found.get('upgrade.referrers.listed')).toMatchObject({
    verdict: 'error',
    reason: expect.stringMatching(/the command of --upgrade ended with 4: no such service/),
  })
})
