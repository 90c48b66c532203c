import type { AssayOptions } from '../../../src/assay/options.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { createServer, request as send, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { assay } from '../../../src/assay/assay.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { isExchange } from '../../../src/results/record.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { paintFor } from '../../../src/reporters/terminal/paint.ts'
import { summary } from '../../../src/reporters/terminal/summary.ts'
import { attack } from '../../attack.ts'
import { layout, tar, types } from '../image/archives.ts'
import { assayReference, troubles, verdictsOf } from './fixture.ts'

/** Tests have nothing but loopback: where this is true, 127.0.0.1 replaces a public address. */
const stand = { isPublic: false }

vi.mock('../../../src/registry/transport/connection/address-space.ts', async (original) => {
  const real = await original<typeof import('../../../src/registry/transport/connection/address-space.ts')>()
  const spaceOf = (address: string) =>
    stand.isPublic && address === '127.0.0.1' ? 'public' : real.addressSpaceOf(address)
  return { ...real, addressSpaceOf: spaceOf }
})

let registryPort = ''

/** A server in front of the registry at another origin: it passes everything on. */
const passing = (locationOf = (location: string) => location): Server =>
  createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming
    const passed = send({ host: '127.0.0.1', port: registryPort, method, path: url, headers }, (answer) => {
      const raw = answer.rawHeaders.map((value, index, all) =>
        /^location$/i.test(all[index - 1] ?? '') ? locationOf(value) : value,
      )
      outgoing.writeHead(answer.statusCode!, raw)
      answer.pipe(outgoing)
    })
    incoming.pipe(passed)
  })

let storage: Server
let storageUrl: string

beforeAll(async () => {
  storage = passing()
  await new Promise<void>((resolve) => storage.listen(0, '::1', resolve))
  storageUrl = `http://[::1]:${(storage.address() as AddressInfo).port}`
})

afterAll(() => {
  storage.closeAllConnections()
  storage.close()
})

/** A run against a registry whose blobs are in that storage. */
async function runAcross(options: Partial<AssayOptions> = {}): Promise<RunResult> {
  const { url, close } = await createReferenceRegistry({ redirectBlobs: storageUrl }).listen()
  registryPort = new URL(url).port
  try {
    return (await assay({ target: url, spec: 'dev', depth: 'quick', ...options })).result
  } finally {
    await close()
  }
}

/** What needs the most blobs, where a whole run shows no more. */
const suites = ['pull', 'push']

describe('a registry with its blobs at another origin', () => {
  it('has the verdicts of one without, and every report names the origin', async () => {
    const result = await runAcross({ suites })
    expect(troubles(result)).toEqual([])
    const usual = verdictsOf(await assayReference({ redirectBlobs: 'path' }, { suites }))
    expect(verdictsOf(result)).toEqual(usual)
    const named = result.target.details['other origins'] ?? ''
    expect(named).toMatch(/^http:\/\/\[::1\]:\d+ \(\d+\)$/)
    const foreign = result.evidence
      .filter(isExchange)
      .filter(({ request }) => request.url.startsWith(storageUrl))
    expect(named).toBe(`${storageUrl} (${foreign.length})`)
    const bodies = foreign.flatMap(({ response }) => response?.body ?? []).filter(({ size }) => size > 0)
    expect(bodies.length).toBeGreaterThan(5)
    for (const { omitted, text, base64 } of bodies) {
      expect([omitted, text, base64]).toEqual(['other origin', undefined, undefined])
    }
    const paint = paintFor({ isTTY: false } as never, false)
    expect(summary(result, { paint, width: 100, verbose: false, reports: [] }).join(' ')).toContain(
      `also sent to ${named}`,
    )
    expect(markdownText(result)).toContain(named)
    expect(junitText(result)).toContain(named)
    expect(page(result)).toContain(named)
  })

  attack(
    {
      part: 'Registries',
      what: 'a public registry whose blobs are redirected to this machine, through a whole run',
      result: 'what needs them is not evaluated, nothing fails, the run is incomplete',
    },
    async () => {
      stand.isPublic = true
      try {
        const result = await runAcross()
        const { fail, error, pass } = result.totals.requirements
        expect({ fail, isError: error > 10, isPass: pass > 50 }).toEqual({
          fail: 0,
          isError: true,
          isPass: true,
        })
        expect(result.target.details['other origins']).toBeUndefined()
        const refused = result.requirements.filter(({ reason }) =>
          reason?.includes('--allow-private-origins'),
        )
        expect(refused.map(({ verdict }) => verdict)).toEqual(refused.map(() => 'error'))
        expect(refused.length).toBeGreaterThan(5)
        const permitted = await runAcross({ suites, allowPrivateOrigins: true })
        expect(troubles(permitted)).toEqual([])
      } finally {
        stand.isPublic = false
      }
    },
  )
})

/** A run against a registry all of whose Locations are at that storage: of uploads, and of what was created. */
async function runWithLocationsAcross() {
  const registry = await createReferenceRegistry({}).listen()
  registryPort = new URL(registry.url).port
  const front = passing((location) => new URL(location, storageUrl).href)
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  try {
    const target = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
    return (await assay({ target, spec: 'dev', depth: 'quick', suites })).result
  } finally {
    front.closeAllConnections()
    front.close()
    await registry.close()
  }
}

describe('a registry whose Locations are at another origin', () => {
  attack(
    {
      part: 'Registries',
      what: 'an upload Location at another origin',
      result:
        'the upload goes on there without credentials and is reported; its DELETE is not sent, and not evaluated',
    },
    async () => {
      const result = await runWithLocationsAcross()
      expect(troubles(result).filter((line) => !line.startsWith('error push.cancel'))).toEqual([])
      expect(verdictsOf(result)).toMatchObject({
        'push.single-post.stored': 'pass',
        'push.status.location-continues': 'pass',
      })
      const deletes = result.evidence
        .filter(isExchange)
        .filter(({ request }) => request.method === 'DELETE' && request.url.startsWith(storageUrl))
      expect(deletes.map(({ error }) => error?.code)).toEqual(deletes.map(() => 'not-allowed'))
      expect(deletes.length).toBeGreaterThan(0)
      expect(result.target.details['other origins']).toContain(storageUrl)
      // They are left, with the reason.
      expect(result.leftovers.every(({ kind }) => kind === 'upload')).toBe(true)
    },
  )

  it('from a public address to this machine: nothing fails, and the registry is not taken for gone', async () => {
    stand.isPublic = true
    try {
      const result = await runWithLocationsAcross()
      expect(result.aborted).toBeUndefined()
      expect(troubles(result).filter((line) => /^(?:fail|warn)/.test(line))).toEqual([])
      expect(result.totals.requirements.error).toBeGreaterThan(20)
    } finally {
      stand.isPublic = false
    }
  })
})

describe('an image in a registry whose blobs are at another origin', () => {
  const image = layout({
    bytes: gzipSync(tar({ name: 'a', content: Buffer.from('b') })),
    mediaType: types.gzip,
  })
  const content = new Map(
    [...image.blobs, image.config].map(({ digest, bytes }) => [`/v2/some/image/blobs/${digest}`, bytes]),
  )

  /** Serves the manifest, and leads all else to a server that has the blobs. */
  async function validated(direct = false): Promise<RunResult> {
    const blobs = createServer((request, response) => void response.end(content.get(request.url ?? '')))
    await new Promise<void>((resolve) => blobs.listen(0, '::1', resolve))
    const elsewhere = `http://[::1]:${(blobs.address() as AddressInfo).port}`
    const registry = createServer((request, response) => {
      if (request.url?.includes('/manifests/')) {
        response.writeHead(200, { 'Content-Type': types.manifest })
        response.end(image.manifest.bytes)
      } else if (direct) response.end(content.get(request.url ?? ''))
      else response.writeHead(307, { Location: `${elsewhere}${request.url}` }).end()
    })
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
    try {
      const target = `127.0.0.1:${(registry.address() as AddressInfo).port}/some/image:latest`
      return (await assay({ target })).result
    } finally {
      for (const server of [blobs, registry]) {
        server.closeAllConnections()
        server.close()
      }
    }
  }

  it('is validated, and the origin is named', async () => {
    const result = await validated()
    expect(result.totals.requirements.error).toBe(0)
    expect(verdictsOf(result)).toEqual(verdictsOf(await validated(true)))
    expect(result.target.details['other origins']).toMatch(/^http:\/\/\[::1\]:\d+ \(\d+\)$/)
  })

  it('is not evaluated where a public registry leads to this machine for them', async () => {
    stand.isPublic = true
    try {
      const result = await validated()
      expect(result.totals.requirements.fail).toBe(0)
      const reasons = result.requirements
        .filter(({ verdict }) => verdict === 'error')
        .map(({ reason }) => reason)
      expect(conclusionOf(result).name).toBe('incomplete')
      expect(reasons.join(' ')).toContain('--allow-private-origins')
      expect(result.target.details['other origins']).toBeUndefined()
    } finally {
      stand.isPublic = false
    }
  })
})
