import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { clientOf } from '../../../src/assay/roundtrip/clients/clients.ts'
import { roundtrip } from '../../../src/assay/roundtrip/roundtrip.ts'
import type { Recipe } from '../../../src/client/recipe.ts'
import { miniRecipe } from '../../../src/client/recipes/mini.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { createLayout, indexOf } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { faults } from '../../../suites/roundtrip/faults.ts'
import type { Passage } from '../../../suites/roundtrip/clients/passage.ts'

let folder = ''
let image = ''
let registry: Awaited<ReturnType<ReturnType<typeof createReferenceRegistry>['listen']>>
let host = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-with-'))
  const layout = createLayout()
  const entries = ['amd64', 'arm64'].map((architecture) =>
    layout.manifest({ entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }) }),
  )
  layout.entries.push(indexOf(layout, entries))
  mkdirSync(join(folder, 'image'))
  image = write(layout, join(folder, 'image'), undefined, undefined)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  registry = await createReferenceRegistry({ spec: '1.1' }).listen()
  host = new URL(registry.url).host
})
afterEach(() => registry.close())

async function trip(clients: readonly (string | Recipe)[], to = 'team/app') {
  const passages: Passage[] = []
  const { result } = await roundtrip({
    image,
    to: `${host}/${to}`,
    plainHttp: true,
    with: clients,
    onPassage: (passage) => passages.push(passage),
  })
  const found = new Map(result.requirements.map((each) => [each.id, each]))
  return { found, passages, result }
}

/** The mini client, which fails where it pushes. */
const failing: Recipe = {
  ...miniRecipe(),
  name: 'failing',
  async run(command, options) {
    if (command[1] === 'push')
      return { status: 1, stdout: '', stderr: 'no indexes\n', timedOut: false, duration: 1 }
    return (miniRecipe().run as NonNullable<Recipe['run']>)(command, options)
  },
}

it('has each client push, and pull what all of them pushed, and removes it', async () => {
  const { passages, result, found } = await trip([miniRecipe(), { ...miniRecipe(), name: 'other' }])
  expect(
    passages.map(({ client, operation, pushedBy = '-' }) => `${client} ${operation} ${pushedBy}`),
  ).toEqual([
    'mini push -',
    'other push -',
    'mini pull -',
    'mini pull mini',
    'mini pull other',
    'other pull -',
    'other pull mini',
    'other pull other',
  ])
  expect(new Set(passages.map(({ outcome }) => outcome))).toEqual(new Set(['same']))
  expect(found.get('with.pull.bytes')?.verdict).toBe('pass')
  expect(result.leftovers).toEqual([])
  const { repositories } = (await (await fetch(`${registry.url}/v2/_catalog`)).json().catch(() => ({}))) as {
    repositories?: string[]
  }
  expect(repositories ?? []).toEqual([])
})

it('reports a client that fails, with its last words', async () => {
  const { found, passages } = await trip([failing])
  expect(found.get('with.push.completed')).toMatchObject({
    verdict: 'fail',
    findings: [{ title: 'failing, pushing: failed', received: 'no indexes' }],
  })
  // What it did not push cannot be pulled.
  expect(passages.filter(({ pushedBy }) => pushedBy === 'failing')).toEqual([])
  expect(found.get('with.pull.bytes')?.verdict).toBe('pass')
})

it('reports what a client is known not to support as a note', async () => {
  const { found } = await trip([{ ...failing, known: { unsupported: { index: 'it copies single images' } } }])
  expect(found.get('with.push.completed')).toMatchObject({ verdict: 'pass' })
  expect(found.get('with.push.completed')?.notes?.[0]?.text).toMatch(
    /not supported: it copies single images \(no indexes\)/,
  )
})

it.each(['trip-byte-changed', 'trip-platform-dropped', 'trip-layer-404'])(
  'does not blame a client for what the registry does: %s',
  async (fault) => {
    const effects = faults.flatMap((each) => (each.id === fault ? [each.effects] : []))
    const other = await createReferenceRegistry({ spec: '1.1', effects }).listen()
    try {
      host = new URL(other.url).host
      const { found } = await trip([miniRecipe()])
      const failed = [...found.values()].filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
      expect(failed.filter((id) => id.startsWith('with.'))).toEqual([])
      expect(failed.filter((id) => id.startsWith('roundtrip.'))).not.toEqual([])
      const ofClients = [...found.values()].filter(({ id }) => id.startsWith('with.'))
      expect(ofClients.map(({ verdict }) => verdict)).toContain('blocked')
    } finally {
      await other.close()
    }
  },
)

it('moves no tag that a client would push', async () => {
  const kept = createReferenceRegistry({ spec: '1.1' })
  const manifest = Buffer.from('{"schemaVersion":2}')
  kept.store.putManifest('team/app/mini', manifest, {
    digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000',
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    tags: ['1.0'],
  })
  const other = await kept.listen()
  try {
    host = new URL(other.url).host
    const { found, passages } = await trip([miniRecipe()], 'team/app:1.0')
    expect(passages).toEqual([])
    expect(found.get('with.push.bytes')).toMatchObject({ verdict: 'error' })
    expect(found.get('with.push.bytes')?.reason).toMatch(/team\/app\/mini:1.0 exists already/)
  } finally {
    await other.close()
  }
})

it('names a program that is missing, and a client without a recipe', async () => {
  await expect(trip(['netscape'])).rejects.toThrow(/--with: there is no recipe for a client named "netscape"/)
  vi.stubEnv('PATH', folder)
  try {
    await expect(trip(['crane'])).rejects.toThrow(
      /crane cannot be started: there is no such program on the PATH/,
    )
  } finally {
    vi.unstubAllEnvs()
  }
})

it('blames no client for a certificate that it does not trust', async () => {
  const careful: Recipe = {
    ...failing,
    run: (command, options) =>
      command[1] === 'push'
        ? Promise.resolve({
            status: 1,
            stdout: '',
            stderr: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
            timedOut: false,
            duration: 1,
          })
        : (failing.run as NonNullable<Recipe['run']>)(command, options),
  }
  const { found } = await trip([careful])
  expect(found.get('with.push.completed')).toMatchObject({ verdict: 'error', findings: [] })
  expect(found.get('with.push.completed')?.reason).toContain('does not accept the certificate')
})

it('gives clients the authorities of the run, and no options for plain HTTP', async () => {
  const seen: string[] = []
  const recipe: Recipe = {
    ...miniRecipe(),
    secure: '--hosts-dir {home}/tls',
    operations: { pull: 'mini pull --plain-http {ref} {layout}' },
    run([, ...words], { env }) {
      seen.push(readFileSync(env['SSL_CERT_FILE'] ?? '', 'utf8'), ...words.slice(0, 2))
      return Promise.resolve({ status: 1, stdout: '', stderr: '', timedOut: false, duration: 1 })
    },
  }
  const client = await clientOf(recipe, {
    folder,
    host: 'registry.example',
    plainHttp: false,
    ca: 'an authority',
    own: () => Promise.reject(new Error('nothing is pushed')),
    spec: '1.1',
    signal: new AbortController().signal,
  })
  await client.pull?.('app', '1.0', () => Promise.resolve())
  expect(seen).toEqual(['an authority', 'pull', '--hosts-dir'])
})

it('refuses what would have no effect', async () => {
  const to = 'registry.example/app'
  await expect(roundtrip({ image, to, expectExit: 0 })).rejects.toThrow('--expect-exit needs a program')
  await expect(roundtrip({ image, to, with: ['crane'], insecureSkipVerify: true })).rejects.toThrow(
    '--insecure-skip-verify has no effect on the programs of --with',
  )
})
