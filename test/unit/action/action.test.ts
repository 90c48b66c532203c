import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { action } from '../../../src/action/action.ts'
import { ownInputs } from '../../../src/action/inputs.ts'
import { lastingSettings } from '../../../src/cli/configuration/settings.ts'
import { lockFolder } from '../../../src/files/lock.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { isImageOutcome } from '../../../src/results/record.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { createLayout } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const manifest = parse(readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8')) as {
  inputs: Record<string, { description: string; default?: string }>
  outputs: Record<string, object>
  runs: { using: string; main: string }
}

/** `name<<delimiter`, the value, the delimiter: as the runner reads it. */
function outputsIn(text: string): Record<string, string> {
  const entries = [...text.matchAll(/^(?<name>[\w-]+)<<(?<end>end-.+)\n(?<value>[^]*?)\n\k<end>\n/gm)]
  return Object.fromEntries(entries.map(({ groups }) => [groups!['name']!, groups!['value']!]))
}

/** What became of each image, by results.json. */
const conclusionsIn = (results: string | undefined) =>
  (JSON.parse(readFileSync(results ?? '', 'utf8')) as RunResult).evidence.filter(isImageOutcome)

describe('the action', () => {
  const before = { ...process.env }
  let folder = ''

  /** What one step does to its environment no other step sees. */
  const forget = () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-action-'))
    vi.stubEnv('DOCKER_CONFIG', folder)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    forget()
    rmSync(folder, { recursive: true, force: true })
  })

  const file = (name: string) => join(folder, name)

  /** A step as the runner starts it. */
  async function step(inputs: Record<string, string>, environment: Record<string, string> = {}) {
    for (const name of ['output', 'summary']) writeFileSync(file(name), '')
    const runner = {
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      ...Object.fromEntries(
        Object.entries(manifest.inputs).map(([name, { default: usual = '' }]) => [
          `INPUT_${name.toUpperCase()}`,
          inputs[name] ?? usual,
        ]),
      ),
      INPUT_REPORTS: file('reports'),
      ...environment,
    }
    for (const [name, value] of Object.entries(runner)) vi.stubEnv(name, value)
    let log = ''
    const write = (text: string) => void (log += text)
    const spies = [
      vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => (write(String(chunk)), true)),
      vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => (write(String(chunk)), true)),
    ]
    try {
      const exitCode = await action({ environment: { ...process.env, ...runner }, write })
      const outputs = outputsIn(readFileSync(file('output'), 'utf8'))
      return { exitCode, log, outputs, summary: readFileSync(file('summary'), 'utf8') }
    } finally {
      for (const spy of spies) spy.mockRestore()
      forget()
    }
  }

  async function against(
    registry: Partial<ReferenceOptions>,
    inputs: Record<string, string>,
    environment: (url: string) => Record<string, string> = () => ({}),
  ) {
    const { url, close } = await createReferenceRegistry({ spec: '1.1', ...registry }).listen()
    try {
      const inputsWithTarget = 'target' in inputs ? inputs : { target: url, depth: 'quick', ...inputs }
      return await step(inputsWithTarget, environment(url))
    } finally {
      await close()
    }
  }

  it('has every option as an input, and an output for all that it sets', async () => {
    const names = [...lastingSettings.map(({ name }) => name), ...ownInputs]
    expect(Object.keys(manifest.inputs).toSorted()).toEqual(names.toSorted())
    expect(manifest.runs).toEqual({ using: 'node24', main: 'dist/bin/action.js' })
    const { outputs } = await against({}, { only: 'pull.blob.get', format: 'junit html badge markdown' })
    expect(Object.keys(outputs).toSorted()).toEqual(Object.keys(manifest.outputs).toSorted())
  })

  it('passes with a registry that conforms', async () => {
    const { exitCode, outputs, summary, log } = await against({}, { suite: 'pull push' })
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ conclusion: 'conformant', 'exit-code': '0', failed: '0', errors: '0' })
    expect(Number(outputs['passed'])).toBeGreaterThan(100)
    for (const name of ['results', 'junit', 'html', 'badge']) {
      expect(readFileSync(outputs[name]!, 'utf8').length).toBeGreaterThan(50)
    }
    expect(summary).toContain('passed')
    expect(log).not.toContain('::error')
  })

  it('fails with a registry that does not, and reports it in summary and annotations', async () => {
    const nonconformant = { effects: effectsOf('blob-altered') }
    const { exitCode, outputs, summary, log } = await against(nonconformant, { suite: 'pull' })
    expect(exitCode).toBe(1)
    expect(outputs['conclusion']).toBe('nonconformant')
    expect(Number(outputs['failed'])).toBeGreaterThan(0)
    expect(summary).toContain('pull.blob.exact-bytes')
    expect(log).toMatch(/^::error title=pull\.blob\.exact-bytes/m)
  })

  it('tests a client by its recipe', async () => {
    const inputs = { client: 'mini', only: 'client.pull' }
    const { exitCode, outputs, summary, log } = await step(inputs)
    expect(exitCode, log).toBe(0)
    expect(outputs).toMatchObject({ conclusion: 'conformant', failed: '0', passed: '7' })
    expect(summary).toContain('mini')
  }, 60_000)

  it('tests a client by commands of a file that is named, and only there', async () => {
    // It accepts whatever it is given, and fetches all of it.
    const script = file('client.mjs')
    writeFileSync(
      script,
      `const [registry, repository, tag] = process.argv.slice(2)
       const base = 'http://' + registry + '/v2/' + repository + '/'
       const manifest = await (await fetch(base + 'manifests/' + tag)).json()
       for (const { digest } of [manifest.config, ...manifest.layers]) await (await fetch(base + 'blobs/' + digest)).arrayBuffer()`,
    )
    const pull = `"${process.execPath}" "${script}" {registry} {repository} {tag}`
    writeFileSync(file('mine.yaml'), `client: mine\npull: ${JSON.stringify(pull)}\n`)
    const { exitCode, outputs, log } = await step({ config: file('mine.yaml'), only: 'client.verify.sha256' })
    expect(exitCode, log).toBe(1)
    expect(outputs['conclusion']).toBe('nonconformant')
    expect(log).toMatch(/^::error title=client\.verify\.sha256/m)
  }, 60_000)

  it('validates many images, of a layout or of a list, and goes on from an earlier result', async () => {
    const layout = createLayout()
    layout.image({ name: 'one' })
    layout.image({ name: 'two', config: (config) => void (config['author'] = 'somebody') })
    const image = file('many')
    mkdirSync(image)
    write(layout, image)
    writeFileSync(file('list.txt'), `# two of them\r\n${image}:one\r\n\r\n${image}:two\r\n${image}:one\r\n`)
    const all = { target: image, 'all-tags': 'true', platforms: 'linux/amd64' }
    const first = await step({ ...all, cache: file('cache') })
    expect(first.exitCode, first.log).toBe(0)
    expect(conclusionsIn(first.outputs['results'])).toHaveLength(3)
    copyFileSync(first.outputs['results'] ?? '', file('earlier.json'))
    const again = await step({ ...all, since: file('earlier.json') })
    expect(conclusionsIn(again.outputs['results']).filter(({ earlier }) => earlier)).toHaveLength(2)
    const listed = await step({ images: file('list.txt'), shard: '1/2' })
    expect(listed.exitCode, listed.log).toBe(0)
    expect(conclusionsIn(listed.outputs['results'])).toHaveLength(1)
    const catalog = await step({ target: image, catalog: 'true' })
    expect(catalog.exitCode).toBe(2)
  })

  it('sends an image on a round trip, with what the step names', async () => {
    const layout = createLayout()
    layout.image()
    const image = file('image')
    mkdirSync(image)
    write(layout, image, undefined, undefined)
    const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
    const { host } = new URL(url)
    try {
      const inputs = { target: image, roundtrip: `${host}/app`, 'plain-http': 'true' }
      const { exitCode, outputs, log } = await step(inputs)
      expect(exitCode, log).toBe(0)
      expect(outputs).toMatchObject({ conclusion: 'conformant', failed: '0' })
      const unknown = await step({ ...inputs, with: 'netscape' })
      expect(unknown.exitCode).toBe(2)
      expect(unknown.log).toMatch(/there is no client "netscape"/)
      const required = await step({ ...inputs, policy: 'user: non-root' })
      expect(required.exitCode, required.log).toBe(1)
      expect(required.log).toContain('policy.user')
      const engineless = await step({ ...inputs, start: 'lxc' })
      expect(engineless.exitCode).toBe(2)
      expect(engineless.log).toMatch(/--start lxc does not name a container engine/)
    } finally {
      await close()
    }
  })

  it('leaves the exit code to later steps if so configured', async () => {
    const nonconformant = { effects: effectsOf('blob-altered') }
    const inputs = { only: 'pull.blob', fail: 'false', summary: 'false' }
    const { exitCode, outputs, summary, log } = await against(nonconformant, inputs)
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ conclusion: 'nonconformant', 'exit-code': '1' })
    expect(summary).toBe('')
    expect(log).not.toContain('::error')
  })

  it('reports why it cannot run, and no numbers of another step', async () => {
    await against({}, { only: 'pull.blob.get' })
    const { exitCode, outputs, log } = await step({ target: 'http://127.0.0.1:1', fail: 'false' })
    expect(exitCode).toBe(3)
    expect(outputs).toEqual({ conclusion: 'not-tested', 'exit-code': '3', reports: join(folder, 'reports') })
    expect(log).toMatch(/^::error title=oci-assay::nothing listens on .*%0Astart the registry/m)
  })

  it.each([
    [{ target: 'localhost:5000', suite: 'pul' }, 'unknown suite pul'],
    [{ target: 'localhost:5000', strict: 'maybe' }, 'OCI_ASSAY_STRICT: write true or false'],
    [{}, 'specify one registry or image'],
  ])('refuses %j', async (inputs, message) => {
    const { exitCode, outputs, log } = await step(inputs)
    expect(exitCode).toBe(2)
    expect(outputs['conclusion']).toBe('not-tested')
    expect(log).toContain(`::error title=oci-assay::${message}`)
  })

  it('takes nothing of the step before where its options are refused', async () => {
    await against({}, { only: 'pull.blob.get' })
    const home = process.cwd()
    process.chdir(folder)
    try {
      const { exitCode, outputs } = await step({ target: 'localhost:5000', strict: 'maybe' })
      expect(exitCode).toBe(2)
      expect(outputs).toMatchObject({ conclusion: 'not-tested', 'exit-code': '2' })
      expect(outputs).not.toHaveProperty('results')
    } finally {
      process.chdir(home)
    }
  })

  it('leaves the folder of another run as it is, and takes none of its numbers', async () => {
    mkdirSync(file('reports'))
    const unlock = lockFolder(file('reports'))
    try {
      writeFileSync(file('reports/results.json'), 'of the other run')
      const { exitCode, outputs, log } = await against({}, { suite: 'pull' })
      expect(exitCode).toBe(3)
      expect(log).toContain('::error title=oci-assay::another oci-assay writes to ')
      expect(outputs).toMatchObject({ conclusion: 'not-tested', 'exit-code': '3' })
      expect(outputs).not.toHaveProperty('results')
      expect(readFileSync(file('reports/results.json'), 'utf8')).toBe('of the other run')
    } finally {
      unlock()
    }
  })

  it('masks the password at once, and writes it nowhere', async () => {
    const inputs = { username: 'assay', password: 'assay-password', only: 'pull' }
    const { exitCode, log, outputs, summary } = await against({ auth: 'bearer' }, inputs)
    expect(exitCode).toBe(0)
    expect(log.startsWith('::add-mask::assay-password\n')).toBe(true)
    const all = [log.replace('::add-mask::assay-password\n', ''), summary, JSON.stringify(outputs)]
    for (const name of ['results', 'junit', 'html']) all.push(readFileSync(outputs[name]!, 'utf8'))
    expect(all.join()).not.toContain('assay-password')
    expect(all.join()).not.toContain(Buffer.from('assay:assay-password').toString('base64'))
  })

  it('takes the place of the reference suite’s action: its variables are enough', async () => {
    const { exitCode, outputs, log } = await against({}, { target: '', depth: 'quick' }, (url) => ({
      OCI_ROOT_URL: url,
      OCI_NAMESPACE: 'a/b',
      OCI_TEST_PULL: '1',
      OCI_HIDE_SKIPPED_WORKFLOWS: '0',
    }))
    expect(log).toContain('oci-assay: OCI_TEST_PULL: --suite pull')
    expect(exitCode).toBe(0)
    expect(outputs['conclusion']).toBe('conformant')
  })

  it('writes its reports where that action does, unless configured otherwise', async () => {
    const moved = { OCI_ROOT_URL: 'http://127.0.0.1:1', INPUT_REPORTS: '' }
    expect((await step({ format: 'ctrf' }, moved)).outputs['reports']).toBe('.')
    expect((await step({ format: 'ctrf' }, { ...moved, OCI_REPORT_DIR: folder })).outputs['reports']).toBe(
      folder,
    )
    const elsewhere = await step({ format: 'ctrf', target: 'http://127.0.0.1:1', reports: '' })
    expect(elsewhere.outputs['reports']).toBe(file('reports'))
  })
})
