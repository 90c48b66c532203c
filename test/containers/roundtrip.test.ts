import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { install } from '../../fixtures/registries/install.ts'
import { registryNamed } from '../../fixtures/registries/registries.ts'
import { roundtrip, type RoundtripOptions } from '../../src/assay/roundtrip/roundtrip.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { createLayout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'
import { engine } from './engine.ts'

/** Images that a real engine pulls from the embedded registry and starts. */

let program: Uint8Array = new Uint8Array(0)
const folder = mkdtempSync(join(tmpdir(), 'oci-assay-start-'))
const runtime = await engine()

beforeAll(async () => {
  // A program that is linked statically: no other image has to be pulled.
  program = readFileSync((await install(registryNamed('olareg'))).binary)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function started(
  config: object,
  options: Partial<RoundtripOptions> = {},
  { architecture = archOf(), content = program } = {},
) {
  const layout = createLayout()
  layout.image({
    layers: [
      {
        files: [
          { name: 'bin', type: '5' },
          { name: 'etc', type: '5' },
          { name: 'bin/program', content, mode: 0o755 },
          { name: 'etc/passwd', content: 'app:x:1000:1000::/:/bin/program\n' },
        ],
      },
    ],
    config: (document) => void Object.assign(document, { os: 'linux', architecture, config }),
  })
  const { url, close } = await createReferenceRegistry({ spec: '1.1', blobLimit: 1024 ** 3 }).listen()
  try {
    const image = write(layout, mkdtempSync(join(folder, 'image-')), undefined, undefined)
    const to = `${new URL(url).host}/app`
    const { result } = await roundtrip({
      image,
      to,
      plainHttp: true,
      start: 'docker',
      startTimeout: 20,
      ...options,
    })
    return new Map(result.requirements.map((each) => [each.id, each]))
  } finally {
    await close()
  }
}

const archOf = (): string => (process.arch === 'x64' ? 'amd64' : process.arch)

it.runIf(runtime).each([
  [{ Entrypoint: ['/etc/passwd'] }, /is not executable/],
  [{ Entrypoint: ['/bin/program'], User: 'nobody9' }, /the user does not exist/],
])('names the cause where an image does not start: %j', async (config, cause) => {
  const found = await started(config)
  expect(found.get('start.runs')).toMatchObject({
    verdict: 'fail',
    findings: [{ title: expect.stringMatching(cause) }],
  })
})

it.runIf(runtime)('reports another exit status than the expected one', async () => {
  const found = await started({ Entrypoint: ['/bin/program'], Cmd: ['--version'] }, { expectExit: 7 })
  expect(found.get('start.runs')?.verdict).toBe('pass')
  expect(found.get('start.exit-status')?.verdict).toBe('fail')
})

/** Engines of this machine besides Docker: each as people start it here. */
const others = ['podman --runtime runc --cgroup-manager cgroupfs', 'runc'].filter((command) => {
  const [name = ''] = command.split(' ')
  const needed = name === 'runc' ? ['runc', 'umoci'] : [name]
  return needed.every((each) => spawnSync(each, ['--version']).status === 0)
})
const engines = [...(runtime ? ['docker'] : []), ...others]

it.skipIf(engines.length === 0).each(engines)(
  'starts an image, and names the cause where it cannot, with %s',
  { timeout: 120_000 },
  async (start) => {
    const config = {
      Entrypoint: ['/bin/program'],
      Cmd: ['--version'],
      Env: ['GREETING=hello'],
      WorkingDir: '/etc',
      User: 'app',
      StopSignal: 'SIGINT',
    }
    const sound = await started(config, { start, expectExit: 0 })
    const wrong = [...sound.values()].filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
    expect(wrong.map(({ id, verdict, reason, findings }) => ({ id, verdict, reason, findings }))).toEqual([])
    expect(sound.get('start.exit-status')?.verdict).toBe('pass')
    // The same program for another kind of processor: the header of the file names it.
    const elsewhere = Buffer.from(program)
    elsewhere.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 18)
    const foreign = await started({ Entrypoint: ['/bin/program'] }, { start }, { content: elsewhere })
    expect(foreign.get('start.runs')).toMatchObject({
      verdict: 'fail',
      findings: [{ title: 'could not be started: the program is for another architecture' }],
    })
    const absent = await started({ Entrypoint: ['/bin/absent'] }, { start })
    expect(absent.get('start.runs')).toMatchObject({
      verdict: 'fail',
      findings: [{ title: expect.stringMatching(/does not exist in the image/) }],
    })
    // An image that only states another platform.
    const stated = await started(
      config,
      { start },
      { architecture: process.arch === 'arm64' ? 'amd64' : 'arm64', content: elsewhere },
    )
    expect(stated.get('start.runs')).toMatchObject({ verdict: 'fail' })
  },
)
