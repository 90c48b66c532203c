import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { install, NotInstallable } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'
import { assay } from '../../src/assay/assay.ts'
import { roundtrip } from '../../src/assay/roundtrip/roundtrip.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import type { Passage } from '../../suites/roundtrip/clients/passage.ts'
import { installAll, type Tool } from '../tools/tools.ts'
import { engine } from './engine.ts'

/**
 * One image from its build to its start, on real software: built with Buildah and with Docker, validated, pushed to real registries
 * with real clients, pulled back by each of them, compared, and started.
 */

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'oci-trip-'))
const runtime = await engine()
const path = process.env['PATH']
let tools: ReadonlyMap<Tool, string> = new Map()

/** Clients that start a daemon of their own, which needs root. */
const daemons = [
  ['docker', 'dockerd'],
  ['ctr', 'containerd'],
].flatMap(([client = '', daemon = '']) =>
  process.getuid?.() === 0 && spawnSync(daemon, ['--version']).status === 0 ? [client] : [],
)

/** Programs by their usual names, so that recipes find them. */
const programs = join(folder, 'bin')

beforeAll(async () => {
  tools = (await installAll()).binaries
  mkdirSync(programs)
  for (const [name, binary] of tools) symlinkSync(binary, join(programs, name))
  process.env['PATH'] = `${programs}:${path}`
  const context = join(folder, 'context')
  mkdirSync(context)
  copyFileSync(tools.get('busybox') ?? '/bin/busybox', join(context, 'busybox'))
  writeFileSync(join(context, 'passwd'), 'app:x:1000:1000::/:/bin/busybox\n')
  writeFileSync(
    join(context, 'Dockerfile'),
    [
      'FROM scratch',
      'COPY busybox /bin/busybox',
      'COPY passwd /etc/passwd',
      'ENV GREETING=hello',
      'WORKDIR /etc',
      'USER app',
      'STOPSIGNAL SIGINT',
      'ENTRYPOINT ["/bin/busybox", "sh", "-c", "echo $GREETING from $(/bin/busybox pwd)"]',
    ].join('\n'),
  )
}, 600_000)

afterAll(() => {
  process.env['PATH'] = path
  rmSync(folder, { recursive: true, force: true })
})

const program = (name: Tool): string => tools.get(name) ?? name

/** Builds without a base image, and without running anything in it. */
const builds: Record<string, (layout: string) => Promise<void>> = {
  async buildah(layout) {
    const storage = ['--root', join(folder, 's'), '--runroot', join(folder, 'r'), '--storage-driver', 'vfs']
    await run(program('buildah'), [
      ...storage,
      'bud',
      '--isolation',
      'chroot',
      '--tag',
      'app',
      join(folder, 'context'),
    ])
    await run(program('buildah'), [...storage, 'push', 'app', `oci:${layout}:1.0`])
  },
  async docker(layout) {
    await run('docker', ['build', '--tag', 'oci-assay.invalid/app:1.0', join(folder, 'context')])
    const host = process.env['DOCKER_HOST']
    const daemon = host === undefined ? [] : ['--src-daemon-host', host]
    const from = 'docker-daemon:oci-assay.invalid/app:1.0'
    await run(program('skopeo'), ['--insecure-policy', 'copy', ...daemon, from, `oci:${layout}:1.0`])
    await run('docker', ['rmi', 'oci-assay.invalid/app:1.0'])
  },
}

async function travelled(image: string, url: string, clients: readonly string[], start: string) {
  const passages: Passage[] = []
  const { result } = await roundtrip({
    image,
    to: `${new URL(url).host}/app`,
    plainHttp: true,
    with: clients,
    start,
    expectExit: 0,
    expectOutput: 'hello from /etc',
    onPassage: (passage) => passages.push(passage),
  })
  const wrong = result.requirements.filter(
    ({ verdict }) => !['pass', 'skipped', 'unsupported'].includes(verdict),
  )
  return {
    wrong: wrong.map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings })),
    ways: passages.map(
      ({ client, operation, pushedBy = '-', outcome }) => `${client} ${operation} ${pushedBy} ${outcome}`,
    ),
    started: result.requirements.find(({ id }) => id === 'start.output')?.verdict,
    leftovers: result.leftovers,
  }
}

const here = (names: readonly Tool[]): string[] => names.filter((name) => tools.has(name))
const copiers = (): string[] => here(['crane', 'oras', 'regctl', 'skopeo'])

/** Clients that keep images unpacked, and write manifests and layers anew. */
const storages = ['podman', 'buildah', 'docker']
const isOfStorage = (way: string): boolean => storages.some((each) => way.startsWith(`${each} `))

/** The registry, where this machine can have it. */
async function available(name: string): Promise<boolean> {
  try {
    await install(registryNamed(name))
    return true
  } catch (error) {
    if (!(error instanceof NotInstallable)) throw error
    process.stdout.write(`${name}: skipped, ${error.message}\n`)
    return false
  }
}

describe.runIf(runtime).each(Object.entries(builds))(
  'an image from scratch that %s builds',
  (builder, build) => {
    const layout = join(folder, `layout-${builder}`)

    /** Each client takes the image of each builder: some through the embedded registry, the others through real ones. */
    const clients = () => {
      const [some, others] = [here(['podman', 'buildah']), daemons]
      return builder === 'docker'
        ? { embedded: others, real: [...copiers(), ...some] }
        : { embedded: some, real: [...copiers(), ...others] }
    }

    it('is valid', { timeout: 120_000 }, async () => {
      await build(layout)
      const { result } = await assay({ target: layout })
      expect(result.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([])
    })

    it('comes back from the embedded registry and is started', { timeout: 300_000 }, async () => {
      const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
      try {
        const { embedded } = clients()
        const { wrong, started, ways, leftovers } = await travelled(layout, url, embedded, 'docker')
        expect(wrong).toEqual([])
        expect(started).toBe('pass')
        expect(leftovers).toEqual([])
        expect(ways).toHaveLength(embedded.length * (embedded.length + 2))
      } finally {
        await close()
      }
    })

    it.each(['distribution', 'zot'])(
      'comes back from %s byte for byte, with each client, and is started',
      { timeout: 300_000 },
      async (name) => {
        if (!(await available(name))) return
        const start = tools.has('umoci') ? 'runc' : 'docker'
        // zot takes what Docker pushes, its own media types, only where its configuration lists them.
        const real = clients().real.filter((client) => name !== 'zot' || client !== 'docker')
        const { wrong, started, ways } = await withRegistry(name, ({ url }) =>
          travelled(layout, url, real, start),
        )
        expect(wrong).toEqual([])
        expect(started).toBe('pass')
        expect(ways).toHaveLength(real.length * (real.length + 2))
        expect(ways.filter((way) => !way.endsWith(' same') && !isOfStorage(way))).toEqual([])
      },
    )
  },
)
