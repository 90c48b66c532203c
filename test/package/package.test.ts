import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { environmentOf, installed, lend, ran, root, runtimes, type Ran, type Runtime } from './installed.ts'

let folder = ''
let nodes: Runtime[] = []

beforeAll(async () => {
  const place = await installed()
  folder = place.folder
  nodes = await runtimes()
  await writeUsers()
  return place.remove
})

/** What users of the library write. */
async function writeUsers(): Promise<void> {
  const files: Record<string, string> = {
    'library.js': `
      import { assay, createReferenceRegistry, readResults, resultsJson } from 'oci-assay'
      const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
      const registry = await assay({ target: url, suites: ['pull'], depth: 'quick', reporters: [resultsJson('lib/results.json')] })
      await close()
      const image = await assay({ target: './layout' })
      const stored = await readResults('lib/results.json')
      const { pass, fail } = registry.result.totals.requirements
      console.log(JSON.stringify({ pass, fail, again: stored.totals.requirements.pass, image: image.result.totals.requirements.pass > 0 }))
    `,
    'node.test.js': `
      import { after } from 'node:test'
      import { createReferenceRegistry } from 'oci-assay'
      import { conformance } from 'oci-assay/node-test'
      let listening
      after(() => listening.close())
      conformance('ours', { spec: '1.1', suites: ['pull'], target: async () => {
        listening = await createReferenceRegistry({ spec: '1.1' }).listen()
        return listening.url
      } })
    `,
    'ours.test.js': `
      import { createReferenceRegistry } from 'oci-assay'
      import { conformance } from 'oci-assay/vitest'
      conformance('ours', { spec: '1.1', suites: ['pull'], target: async () => {
        const { url } = await createReferenceRegistry({ spec: '1.1' }).listen()
        return url
      } })
    `,
    'typed.ts': `
      import { assay, type RunResult, type RegistryContext } from 'oci-assay'
      import { conformance } from 'oci-assay/node-test'
      const dispatcher = { dispatch: (options: { path: string; method: string }, handler: object) => true }
      const { result } = await assay({ target: 'http://localhost', spec: '1.1', depth: 'quick', dispatcher })
      const same: RunResult = result
      const send = (t: RegistryContext) => t.send({ method: 'GET', path: '/v2/' })
      conformance('ours', { target: 'http://localhost', suites: ['pull'] })
      // @ts-expect-error there is no such version
      await assay({ target: 'x', spec: '2.0' })
      export { same, send }
    `,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: ['node'],
      },
      files: ['typed.ts'],
    }),
    ...layout(),
  }
  await mkdir(join(folder, 'layout/blobs/sha256'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
}

/** The files of an image layout with one artifact, whose blobs a thread of its own reads. */
function layout(): Record<string, string> {
  const files: Record<string, string> = { 'layout/oci-layout': '{"imageLayoutVersion":"1.0.0"}' }
  const blob = (text: string, mediaType: string) => {
    const hex = createHash('sha256').update(text).digest('hex')
    files[`layout/blobs/sha256/${hex}`] = text
    return { mediaType, digest: `sha256:${hex}`, size: text.length }
  }
  const empty = blob('{}', 'application/vnd.oci.empty.v1+json')
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const artifactType = 'application/vnd.example'
  const manifest = { schemaVersion: 2, mediaType, artifactType, config: empty, layers: [empty] }
  const manifests = [blob(JSON.stringify(manifest), mediaType)]
  files['layout/index.json'] = JSON.stringify({ schemaVersion: 2, manifests })
  return files
}

/** The same with each Node; a failure names the version. */
async function withEach(work: (runtime: Runtime) => Promise<Ran>): Promise<{ version: string; ran: Ran }[]> {
  const all: { version: string; ran: Ran }[] = []
  for (const runtime of nodes) all.push({ version: runtime.version, ran: await work(runtime) })
  return all
}

describe('the package, installed in an empty folder', () => {
  it('brings no other package, and nothing but what runs', () => {
    const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(packages).toEqual(['oci-assay'])
    const files = readdirSync(join(folder, 'node_modules/oci-assay'), { recursive: true, encoding: 'utf8' })
    const folders = new Set(files.map((file) => file.split(/[\\/]/, 2).join('/')))
    const inside = readdirSync(join(root, 'schemas')).map((name) => `schemas/${name}`)
    expect([...folders].filter((name) => name.includes('/')).toSorted()).toEqual(
      ['dist/bin', 'dist/src', 'dist/suites', ...inside].toSorted(),
    )
    expect(files.filter((file) => file.endsWith('.js') && !/dist.bin/.test(file))).toEqual([])
  })

  it('keeps the licences of what is bundled in it', () => {
    const text = readFileSync(join(folder, 'node_modules/oci-assay/dist/bin/LICENSES.txt'), 'utf8')
    for (const name of ['undici', 'commander', 'yaml', 'ajv', 'xmlbuilder']) {
      expect(text).toMatch(new RegExp(`^${name} \\d.*\\(.+\\)\\n\\n.*[Ll]icense|^${name} \\d`, 'm'))
    }
    expect(text).toMatch(/Permission is hereby granted/)
  })

  it('has a bill of materials that names what is bundled in it', () => {
    const bin = join(folder, 'node_modules/oci-assay/dist/bin')
    const { components } = JSON.parse(readFileSync(join(bin, 'sbom.cdx.json'), 'utf8')) as {
      components: { group?: string; name: string; version: string }[]
    }
    const named = components.map(
      ({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name} ${version}`,
    )
    const licensed = readFileSync(join(bin, 'LICENSES.txt'), 'utf8').matchAll(/^(\S+ \d+\.\d+\.\d+\S*) \(/gm)
    expect(named.toSorted()).toEqual(Array.from(licensed, ([, name = '']) => name).toSorted())
    expect(named.some((name) => name.startsWith('undici '))).toBe(true)
  })

  it('starts by npx, and prints nothing but its report', async () => {
    const all = await withEach((runtime) =>
      ran('npx', ['--no-install', 'oci-assay', 'run', '--reference', '--reports', `by-${runtime.version}`], {
        cwd: folder,
        env: environmentOf(runtime),
      }),
    )
    for (const { version, ran } of all) {
      expect({ version, status: ran.status, stderr: ran.stderr }).toEqual({
        version,
        status: 0,
        stderr: '',
      })
      expect(ran.stdout).toMatch(/0 failed/)
      expect(statSync(join(folder, `by-${version}/report.html`)).size).toBeGreaterThan(10_000)
    }
  })

  it('is a library that tests registries and validates images without a warning', async () => {
    const all = await withEach((runtime) =>
      ran(runtime.node, ['library.js'], { cwd: folder, env: environmentOf(runtime) }),
    )
    for (const { version, ran } of all) {
      expect({ version, stderr: ran.stderr }).toEqual({ version, stderr: '' })
      const counts = JSON.parse(ran.stdout) as { pass: number; fail: number; again: number; image: boolean }
      expect(counts).toEqual({ pass: counts.again, fail: 0, again: counts.pass, image: true })
      expect(counts.pass).toBeGreaterThan(20)
    }
  })

  it('has an adapter for node:test', async () => {
    const all = await withEach((runtime) =>
      ran(runtime.node, ['--test', 'node.test.js'], { cwd: folder, env: environmentOf(runtime) }),
    )
    for (const { version, ran } of all) {
      expect({ version, status: ran.status, stderr: ran.stderr }).toEqual({
        version,
        status: 0,
        stderr: '',
      })
      expect(ran.stdout).toMatch(/pass (?:[2-9]\d|\d{3})/)
      expect(ran.stdout).toMatch(/fail 0/)
    }
  })

  it('has an adapter for vitest', async () => {
    await lend(folder, 'vitest')
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const all = await withEach((runtime) =>
      ran(runtime.node, [vitest, 'run', 'ours.test.js', '--root', folder], {
        cwd: folder,
        env: environmentOf(runtime),
      }),
    )
    for (const { version, ran } of all) {
      expect({
        version,
        status: ran.status,
        out: ran.status === 0 ? '' : ran.stdout + ran.stderr,
      }).toEqual({ version, status: 0, out: '' })
      expect(ran.stdout).toMatch(/Tests .*[2-9]\d passed/)
    }
  })

  it('has types that need nothing but those of Node', async () => {
    for (const name of ['@types/node', 'undici-types']) await lend(folder, name)
    const { status, stdout } = await ran(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder],
      { cwd: folder },
    )
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})
