import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { roundtrip, type RoundtripOptions } from '../../../src/assay/roundtrip/roundtrip.ts'
import { assay } from '../../../src/assay/assay.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { reproductionsOf } from '../../../src/results/reproduction/reproduction.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { createLayout, digestOf, indexOf, type Layout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'

let folder = ''
let image = ''

/** An index of two platforms, and the signature of it. */
function signed(layout: Layout): void {
  const entries = ['amd64', 'arm64'].map((architecture) =>
    layout.manifest({
      config: (config) => void (config['architecture'] = architecture),
      entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }),
    }),
  )
  layout.entries.push(indexOf(layout, entries))
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-trip-'))
  const layout = createLayout()
  signed(layout)
  mkdirSync(join(folder, 'image'))
  image = write(layout, join(folder, 'image'), undefined, undefined)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

let registry: Awaited<ReturnType<ReturnType<typeof createReferenceRegistry>['listen']>>
let host = ''

beforeEach(async () => {
  registry = await createReferenceRegistry({ spec: '1.1' }).listen()
  host = new URL(registry.url).host
})

afterEach(() => registry.close())

const send = (
  method: string,
  path: string,
  body?: string,
  type = 'application/octet-stream',
): Promise<Response> =>
  fetch(`${registry.url}/v2/team/app${path}`, {
    method,
    headers: { 'Content-Type': type },
    ...(body === undefined ? {} : { body }),
  })

async function trip(to = 'team/app', source = image, more: Partial<RoundtripOptions> = {}) {
  const { result } = await roundtrip({ image: source, to: `${host}/${to}`, plainHttp: true, ...more })
  return { result, verdicts: Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict])) }
}

const policyFindings = ({ requirements }: RunResult) =>
  requirements
    .filter(({ suite }) => suite === 'policies')
    .map(({ id, findings }) => [id, findings.map(({ title, evidence }) => [title, evidence])])

describe('a round trip', () => {
  it('pushes everything, gets it back, and removes it', async () => {
    const { result, verdicts } = await trip()
    expect(verdicts).toMatchObject({
      'roundtrip.blob.bytes': 'pass',
      'roundtrip.manifest.bytes': 'pass',
      'roundtrip.tag.listed': 'pass',
      'roundtrip.valid': 'pass',
      'roundtrip.referrers.listed': 'skipped',
    })
    expect(Object.values(verdicts).filter((verdict) => !['pass', 'skipped'].includes(verdict))).toEqual([])
    expect(result.leftovers).toEqual([])
    expect(result.target.details).toMatchObject({ repository: 'team/app', image })
    expect(await (await send('GET', '/tags/list')).json()).not.toMatchObject({ tags: [expect.anything()] })
  })

  it('leaves content and tags that were there before', async () => {
    const config = '{}'
    const digest = digestOf(Buffer.from(config))
    await send('POST', `/blobs/uploads/?digest=${digest}`, config)
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/vnd.example.thing',
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest, size: 2 },
      layers: [],
    })
    await send('PUT', '/manifests/1.0', manifest, 'application/vnd.oci.image.manifest.v1+json')
    const own = join(folder, 'own')
    mkdirSync(join(own, 'blobs/sha256'), { recursive: true })
    const ofManifest = digestOf(Buffer.from(manifest))
    writeFileSync(join(own, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
    writeFileSync(join(own, 'blobs', digest.replace(':', '/')), config)
    writeFileSync(join(own, 'blobs', ofManifest.replace(':', '/')), manifest)
    const entry = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: ofManifest,
      size: manifest.length,
    }
    writeFileSync(join(own, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry] }))
    // The same image under another tag: only the tag is the run's.
    const { result } = await trip('team/app:2.0', own)
    expect(result.totals.requirements.fail).toBe(0)
    expect((await send('GET', '/manifests/1.0')).status).toBe(200)
    expect((await send('GET', `/blobs/${digest}`)).status).toBe(200)
    expect((await send('GET', '/manifests/2.0')).status).toBe(404)
    // A tag that exists is not moved.
    const refused = await trip('team/app:1.0')
    expect(Object.values(refused.verdicts).every((verdict) => verdict === 'error')).toBe(true)
    expect(await (await send('GET', '/manifests/1.0')).text()).toBe(manifest)
  })

  it('is not evaluated where the source lacks something', async () => {
    const layout = createLayout()
    layout.image()
    const part = [...layout.files.keys()].find((path) => path.startsWith('blobs/')) ?? ''
    layout.files.delete(part)
    mkdirSync(join(folder, 'broken'))
    const broken = write(layout, join(folder, 'broken'), undefined, undefined)
    const { verdicts } = await trip('team/app', broken)
    expect(Object.values(verdicts)).not.toContain('pass')
    expect(Object.values(verdicts)).not.toContain('fail')
  })

  it.each([
    ['localhost', /does not name a repository/],
    [`127.0.0.1:5000/app@sha256:${'0'.repeat(64)}`, /names a digest/],
    ['127.0.0.1:5000/APP', /repository name/],
  ])('to %s is a usage error', async (to, message) => {
    await expect(roundtrip({ image, to, plainHttp: true })).rejects.toThrow(message)
  })
})

describe('policies', () => {
  const policies = {
    platforms: ['linux/amd64'],
    user: 'non-root',
    noSetId: true,
    labels: { 'org.example.team': { present: true } },
  } as const

  it('are evaluated on the image, and the registry is not blamed for what it did not change', async () => {
    const { result, verdicts } = await trip('team/app', image, { policies })
    expect(verdicts).toMatchObject({
      'roundtrip.valid': 'pass',
      'roundtrip.blob.bytes': 'pass',
      'policy.platforms': 'pass',
      'policy.set-id': 'pass',
      'policy.user': 'fail',
      'policy.labels': 'fail',
    })
    expect(conclusionOf(result)).toMatchObject({ name: 'nonconformant', exitCode: 1 })
    const alone = await assay({ target: image, policies })
    expect(policyFindings(result)).toEqual(policyFindings(alone.result))
    const [labels] = result.requirements.filter(({ id }) => id === 'policy.labels')
    expect(reproductionsOf(result).of(labels!.findings[0]!, labels!)).toMatchObject({
      reason: expect.stringContaining('before it is pushed') as string,
    })
  })

  it('are not evaluated where a layer cannot be read, whatever becomes of the others', async () => {
    const damaged = createLayout()
    damaged.image({ layers: [{ bytes: (tar) => gzipSync(tar).subarray(0, 60) }] })
    mkdirSync(join(folder, 'damaged'))
    const source = write(damaged, join(folder, 'damaged'), undefined, undefined)
    const { result, verdicts } = await trip('team/app', source, { policies })
    expect(verdicts).toMatchObject({
      'policy.set-id': 'error',
      'policy.user': 'fail',
      'roundtrip.blob.bytes': 'pass',
    })
    const [setId] = result.requirements.filter(({ id }) => id === 'policy.set-id')
    expect(setId?.reason).toContain('(layer.compression.gzip)')
  })

  it('that are none leave the round trip as it is', async () => {
    const { result } = await trip('team/app', image, { policies: {} })
    expect(result.profile.suites).toEqual(['roundtrip'])
  })
})
