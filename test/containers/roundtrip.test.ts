import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { clientNamed } from '../../fixtures/clients/clients.ts'
import { install } from '../../fixtures/registries/install.ts'
import { roundtrip, type RoundtripOptions } from '../../src/assay/roundtrip/roundtrip.ts'
import { reproductionsOf } from '../../src/results/reproduction/reproduction.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { createLayout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'
import { sources } from '../tools/tools.ts'
import { engine } from './engine.ts'

/** Images of a static busybox that real engines pull from the embedded registry and start. */

let program: Uint8Array = new Uint8Array(0)
let registry: Awaited<ReturnType<ReturnType<typeof createReferenceRegistry>['listen']>>
const folder = mkdtempSync(join(tmpdir(), 'oci-assay-start-'))
const runtime = await engine()

/** nerdctl is started with a containerd of its own, where both are here: on the PATH, or installed for the comparison of clients. */
const nerdctl = (() => {
  const installed = join('.cache', 'clients', `nerdctl-${clientNamed('nerdctl').source.version}`, 'nerdctl')
  const binary = existsSync(installed) ? resolve(installed) : 'nerdctl'
  const isHere =
    process.getuid?.() === 0 &&
    [binary, 'containerd'].every((each) => spawnSync(each, ['--version']).status === 0)
  const options = `--data-root ${folder}/nerdctl --cgroup-manager cgroupfs --snapshotter native`
  return isHere ? `${binary} --address ${folder}/containerd.sock ${options}` : undefined
})()
let containerd: ChildProcess | undefined

async function startContainerd(): Promise<void> {
  const config = join(folder, 'containerd.toml')
  const disabled = ['grpc.v1.cri', 'internal.v1.opt', 'internal.v1.restart']
  writeFileSync(
    config,
    `version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ${JSON.stringify(disabled.map((each) => `io.containerd.${each}`))}
[grpc]
address = "${folder}/containerd.sock"
`,
  )
  containerd = spawn('containerd', ['--config', config], { stdio: 'ignore' })
  await vi.waitUntil(() => existsSync(join(folder, 'containerd.sock')), 20_000)
}

/** Engines of this machine, each as people start it here. */
const engines: readonly (readonly [name: string, command: string])[] = [
  ...(runtime ? [['docker', 'docker'] as const] : []),
  ...(
    [
      ['podman', 'podman --runtime runc --cgroup-manager cgroupfs', ['podman']],
      ['runc', 'runc', ['runc', 'umoci']],
    ] as const
  ).flatMap(([name, command, needed]) =>
    needed.every((each) => spawnSync(each, ['--version']).status === 0) ? [[name, command] as const] : [],
  ),
  ...(nerdctl === undefined ? [] : [['nerdctl', nerdctl] as const]),
]

beforeAll(async () => {
  // A program that is linked statically: no other image has to be pulled.
  program = readFileSync((await install({ name: 'busybox', source: sources.busybox })).binary)
  registry = await createReferenceRegistry({ spec: '1.1' }).listen()
  if (nerdctl !== undefined) await startContainerd()
}, 120_000)

afterAll(async () => {
  await registry.close()
  if (containerd) {
    containerd.kill()
    await once(containerd, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

const here = process.arch === 'x64' ? 'amd64' : process.arch
const elsewhere = here === 'arm64' ? 'amd64' : 'arm64'

/** The same program for another kind of processor: the header of the file names it. */
function foreign(): Uint8Array {
  const content = Buffer.from(program)
  content.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18)
  return content
}

interface Case {
  config: object
  options?: Partial<RoundtripOptions>
  architecture?: string
  isForeign?: boolean
}

async function started(start: string, { config, options, architecture = here, isForeign = false }: Case) {
  const layout = createLayout()
  layout.image({
    layers: [
      {
        files: [
          { name: 'bin', type: '5' },
          { name: 'etc', type: '5' },
          { name: 'bin/busybox', content: isForeign ? foreign() : program, mode: 0o755 },
          { name: 'etc/passwd', content: 'app:x:1000:1000::/:/bin/busybox\n' },
        ],
      },
    ],
    config: (document) => void Object.assign(document, { os: 'linux', architecture, config }),
  })
  const image = write(layout, mkdtempSync(join(folder, 'image-')), undefined, undefined)
  const to = `${new URL(registry.url).host}/app`
  const { result } = await roundtrip({ image, to, plainHttp: true, start, startTimeout: 20, ...options })
  const found = new Map(result.requirements.map((each) => [each.id, each]))
  return Object.assign(found, { result })
}

/** The script that shows a finding again, with the commands of the engine; its exit code. */
async function reproduced({ result }: Found, id: string): Promise<number | null> {
  const requirement = result.requirements.find((each) => each.id === id)
  const [finding] = requirement?.findings ?? []
  if (!requirement || !finding) throw new Error(`${id} has no finding`)
  const reproduction = reproductionsOf(result).of(finding, requirement)
  if ('reason' in reproduction) throw new Error(reproduction.reason)
  const child = spawn('sh', ['-s'], { stdio: ['pipe', 'ignore', 'inherit'] })
  child.stdin.end(reproduction.script)
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

type Found = Awaited<ReturnType<typeof started>>

const verdictsOf = (found: Found, ...ids: readonly string[]): Record<string, string | undefined> =>
  Object.fromEntries(ids.map((id) => [id, found.get(`start.${id}`)?.verdict]))

const shell = (script: string): string[] => ['/bin/busybox', 'sh', '-c', script]

/** Prints what the program sees of its configuration, and ends with 7. */
const config = {
  Entrypoint: shell('echo "$(busybox id -u):$(busybox id -g) $(busybox pwd) $GREETING $0 $1"; exit 7'),
  Cmd: ['one', 'two'],
  Env: ['PATH=/bin', 'GREETING=hello'],
  WorkingDir: '/etc',
  User: 'app',
  StopSignal: 'SIGINT',
}
const printed = '1000:1000 /etc hello one two'

/** Images that cannot be started, each with its cause. */
const causes: Record<string, Case & { cause: RegExp }> = {
  'its program is missing': { config: { Entrypoint: ['/bin/absent'] }, cause: /does not exist in the image/ },
  'its program is no program': { config: { Entrypoint: ['/etc/passwd'] }, cause: /is not executable/ },
  'it specifies no program': { config: {}, cause: /the image specifies no program/ },
  'its user does not exist': {
    config: { Entrypoint: ['/bin/busybox', 'true'], User: 'nobody9' },
    cause: /the user does not exist/,
  },
  'its program is for another architecture': {
    config: { Entrypoint: ['/bin/busybox', 'true'] },
    isForeign: true,
    cause: /the program is for another architecture/,
  },
  'it states another architecture': {
    config: { Entrypoint: ['/bin/busybox', 'true'] },
    isForeign: true,
    architecture: elsewhere,
    cause: /the program is for another architecture/,
  },
}

/** It starts programs by the same runtime as the others. */
const ofNerdctl = ['its program is missing', 'its user does not exist']

describe.skipIf(engines.length === 0).each(engines)('%s', (engineName, start) => {
  it('starts an image with all that its configuration has', { timeout: 120_000 }, async () => {
    // containerd keeps the names of users to itself.
    const shown = engineName === 'nerdctl' ? { ...config, User: '1000:1000' } : config
    const found = await started(start, {
      config: shown,
      options: { expectExit: 7, expectOutput: printed },
    })
    const wrong = [...found.values()].filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
    expect(wrong.map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings }))).toEqual([])
    const seen = ['command', 'environment', 'working-directory', 'user', 'runs', 'exit-status', 'output']
    expect(new Set(Object.values(verdictsOf(found, ...seen)))).toEqual(new Set(['pass']))
  })

  it(
    'reports another exit status and another output than the expected ones',
    { timeout: 120_000 },
    async () => {
      const found = await started(start, { config, options: { expectExit: 0, expectOutput: 'ready' } })
      expect(verdictsOf(found, 'runs', 'exit-status', 'output')).toEqual({
        runs: 'pass',
        'exit-status': 'fail',
        output: 'fail',
      })
      expect(found.get('start.exit-status')?.findings[0]?.received).toContain(printed)
      expect(await reproduced(found, 'start.exit-status')).toBe(1)
    },
  )

  it.each(Object.entries(causes).filter(([name]) => engineName !== 'nerdctl' || ofNerdctl.includes(name)))(
    'names the cause where an image does not start: %s',
    { timeout: 120_000 },
    async (name, { cause, ...each }) => {
      const found = await started(start, each)
      const failed = [...found.values()].filter(({ verdict }) => verdict === 'fail')
      expect(failed).toHaveLength(1)
      // umoci looks for the user before anything is started.
      expect(['start.created', 'start.runs']).toContain(failed[0]?.id)
      expect(failed[0]?.findings[0]?.title).toMatch(cause)
      if (name === 'its program is missing') expect(await reproduced(found, 'start.runs')).toBe(1)
    },
  )
})

// Only Docker runs health checks by itself: podman needs systemd for it, and runc knows none.
it.runIf(runtime).each([
  ['pass', ['CMD', '/bin/busybox', 'true']],
  ['fail', ['CMD', '/bin/busybox', 'false']],
])('reports the health of an image: %s', { timeout: 120_000 }, async (verdict, Test) => {
  const second = 1e9
  const found = await started('docker', {
    config: {
      Entrypoint: shell('busybox sleep 60'),
      Env: ['PATH=/bin'],
      Healthcheck: { Test, Interval: second, Retries: 1 },
    },
  })
  expect(found.get('start.healthy')?.verdict).toBe(verdict)
})
