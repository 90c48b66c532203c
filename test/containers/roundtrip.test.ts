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

async function started(config: object, options: Partial<RoundtripOptions> = {}, architecture = archOf()) {
  const layout = createLayout()
  layout.image({
    layers: [
      {
        files: [
          { name: 'bin', type: '5' },
          { name: 'etc', type: '5' },
          { name: 'bin/program', content: program, mode: 0o755 },
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

it.runIf(runtime)('starts an image as its configuration specifies', async () => {
  const config = {
    Entrypoint: ['/bin/program'],
    Cmd: ['--version'],
    Env: ['GREETING=hello'],
    WorkingDir: '/etc',
    User: 'app',
    StopSignal: 'SIGINT',
  }
  const found = await started(config, { expectExit: 0 })
  const failed = [...found.values()].filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skipped')
  expect(failed).toEqual([])
  expect(found.get('start.exit-status')?.verdict).toBe('pass')
})

it.runIf(runtime).each([
  [{ Entrypoint: ['/bin/absent'] }, /does not exist in the image/],
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
