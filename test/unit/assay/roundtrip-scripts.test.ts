import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { roundtrip, type RoundtripOptions } from '../../../src/assay/roundtrip/roundtrip.ts'
import type { Recipe } from '../../../src/client/recipe.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { createStore } from '../../../src/reference/store.ts'
import { reproductionsOf } from '../../../src/results/reproduction/reproduction.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { artifactOf, createLayout, indexOf } from '../../../suites/image/layouts/build/layout.ts'
import { write } from '../../../suites/image/layouts/build/write.ts'
import { faults } from '../../../suites/roundtrip/faults.ts'
import { sample, takesAll } from '../../sample.ts'

/** What a round trip finds is shown again by a script of the commands and the image that the result has. */

let folder = ''
let image = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-scripts-'))
  const layout = createLayout()
  const entries = ['amd64', 'arm64'].map((architecture) =>
    layout.manifest({ entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }) }),
  )
  const { mediaType, digest, size } = indexOf(layout, entries)
  const subject = { mediaType, digest, size }
  layout.entries.push(subject)
  layout.entries.push(artifactOf(layout, { manifest: (manifest) => ({ ...manifest, subject }) }))
  mkdirSync(join(folder, 'image'))
  image = write(layout, join(folder, 'image'), undefined, undefined)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A registry at a port, with what its storage has. */
async function serving(options: Partial<ReferenceOptions>, port = 0, store = createStore(capacity)) {
  const { url, close } = await createReferenceRegistry({ spec: '1.1', ...options }, store).listen({ port })
  return { port: Number(new URL(url).port), store, close }
}

/** The end of a script against a registry, and the tags that it leaves. */
async function ran(script: string, port: number, options: Partial<ReferenceOptions>) {
  const { store, close } = await serving(options, port)
  try {
    const { code, output } = await shell(script)
    return { code, output, left: [...(store.find('trip')?.tags.keys() ?? [])] }
  } finally {
    await close()
  }
}

async function shell(script: string): Promise<{ code: unknown; output: string }> {
  const env = { ...process.env, REGISTRY_USER: account.username, REGISTRY_PASSWORD: account.password }
  const child = spawn('sh', ['-s'], { cwd: folder, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stdin.end(script)
  return { code: await new Promise((resolve) => child.on('close', resolve)), output }
}

/** The scripts of the first findings of a result, by their requirements. */
function scriptsOf(result: RunResult): Record<string, string> {
  const reproductions = reproductionsOf(result)
  return Object.fromEntries(
    result.requirements.flatMap((requirement) => {
      const [finding] = requirement.findings
      const found = finding && reproductions.of(finding, requirement)
      return found ? [[requirement.id, 'script' in found ? found.script : found.reason]] : []
    }),
  )
}

/** Bytes. */
const capacity = 64 * 1024 * 1024
const account = { username: 'assay', password: 'assay-password' }

async function trip(port: number, options: Partial<RoundtripOptions> = {}): Promise<RunResult> {
  const to = `127.0.0.1:${port}/trip`
  return (await roundtrip({ image, to, plainHttp: true, credentials: account, ...options })).result
}

const few = faults.filter(({ id }) =>
  ['trip-byte-changed', 'trip-tag-not-listed', 'trip-referrer-type-lost'].includes(id),
)
// Validating needs a command on the PATH.
const all = faults.filter(({ violates }) => violates !== 'roundtrip.valid')

it.each(sample(all, few).map((fault) => [fault.id, fault] as const))(
  'shows what a registry does: %s',
  { timeout: 60_000 },
  async (_, { effects, violates }) => {
    const auth = violates.startsWith('roundtrip.tag') ? 'basic' : 'none'
    const { port, close } = await serving({ effects: [effects], auth })
    const scripts = scriptsOf(await trip(port))
    await close()
    const script = scripts[violates] ?? ''
    expect(script).toMatch(/^#!\/bin\/sh/)
    expect(await ran(script, port, { effects: [effects], auth })).toMatchObject({ code: 1 })
    expect(await ran(script, port, { auth })).toMatchObject({ code: 0, left: [] })
  },
)

/** A client of a few lines: it pushes the manifest of each root in other bytes, and pulls nothing but manifests. */
const careless: Recipe = {
  name: 'careless',
  title: 'A careless client',
  version: 'node --version',
  operations: {
    push: 'node {home}/client.mjs push {layout} {ref} {username} {password}',
    pull: 'node {home}/client.mjs pull {layout} {ref} {username} {password}',
  },
  files: {
    'client.mjs': `import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
const [operation, layout, ref, user, password] = process.argv.slice(2)
const [, host, repository, tag] = /^([^/]+)\\/(.+):([^:]+)$/.exec(ref)
const send = (path, options = {}) => fetch(new URL(path, 'http://' + host + '/v2/' + repository + '/'), {
  ...options,
  headers: { Authorization: 'Basic ' + btoa(user + ':' + password), ...options.headers },
})
const put = (place, { mediaType }, body) =>
  send('manifests/' + place, { method: 'PUT', body, headers: { 'Content-Type': mediaType } })
if (operation === 'pull') {
  mkdirSync(layout, { recursive: true })
  const pulled = await send('manifests/' + tag, { headers: { Accept: '*/*' } })
  writeFileSync(layout + '/manifest', Buffer.from(await pulled.arrayBuffer()))
} else {
  const read = (digest) => readFileSync(layout + '/blobs/' + digest.replace(':', '/'))
  const push = async (entry) => {
    const document = JSON.parse(read(entry.digest))
    for (const each of document.manifests ?? []) await push(each)
    for (const { digest } of document.manifests ? [] : [document.config, ...document.layers]) {
      const to = (await send('blobs/uploads/', { method: 'POST' })).headers.get('location')
      const url = new URL(to, 'http://' + host)
      url.searchParams.set('digest', digest)
      await send(url, { method: 'PUT', body: read(digest) })
    }
    await put(entry.digest, entry, read(entry.digest))
  }
  const [root] = JSON.parse(readFileSync(layout + '/index.json')).manifests
  await push(root)
  await put(tag, root, JSON.stringify(JSON.parse(read(root.digest)), null, 1))
}
`,
  },
}

it('shows what a client does, by the commands that were run', { timeout: 60_000 }, async () => {
  const { port, close } = await serving({ auth: 'basic' })
  try {
    const scripts = scriptsOf(await trip(port, { with: [careless] }))
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['with.push.bytes', 'with.pull.whole']))
    for (const id of ['with.push.bytes', 'with.pull.whole']) {
      const script = scripts[id] ?? ''
      expect(script).toContain('node "$work/home/client.mjs"')
      expect(script).not.toContain(account.password)
      const { code, output } = await shell(script)
      expect({ code, output }, id).toMatchObject({ code: 1 })
      expect(output).toMatch(id === 'with.push.bytes' ? /has other bytes/ : /it has not written/)
      // A client that keeps the bytes.
      const mended = script.replaceAll(
        'JSON.stringify(JSON.parse(read(root.digest)), null, 1)',
        'read(root.digest)',
      )
      if (id === 'with.push.bytes') expect(await shell(mended)).toMatchObject({ code: 0 })
    }
  } finally {
    await close()
  }
})

it('shows a command that fails', { timeout: 60_000 }, async () => {
  const failing: Recipe = {
    ...careless,
    operations: { push: 'sh -c "[ -e /nowhere/{tag} ] || exit 3" {layout}' },
    files: {},
  }
  const { port, close } = await serving({})
  try {
    const script = scriptsOf(await trip(port, { with: [failing] }))['with.push.completed'] ?? ''
    const { code, output } = await shell(script)
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('exit status 3') })
    expect((await shell(script.replaceAll('exit 3', 'true'))).code).toBe(0)
  } finally {
    await close()
  }
})

it('shows what an engine does, by the commands that were run', { timeout: 60_000 }, async () => {
  const podman = join(folder, 'podman')
  writeFileSync(
    podman,
    `#!/bin/sh
case $1 in
  version) echo 4 ;;
  start) [ -e ${folder}/mended ] || { echo 'exec: "/bin/app": stat /bin/app: no such file or directory' >&2; exit 125; } ;;
  inspect) [ "$2" = --format ] && echo 0 || echo '[{"Path":"/bin/app","Config":{},"State":{"Running":false,"ExitCode":0}}]' ;;
  rm | rmi) echo "$*" >>${folder}/removed ;;
esac
`,
    { mode: 0o755 },
  )
  const { port, close } = await serving({})
  try {
    const single = createLayout()
    single.image({ config: (config) => void Object.assign(config, { config: { Cmd: ['/bin/app'] } }) })
    mkdirSync(join(folder, 'single'))
    const alone = write(single, join(folder, 'single'), undefined, undefined)
    const scripts = scriptsOf(await trip(port, { image: alone, start: podman, startTimeout: 1 }))
    const script = scripts['start.runs'] ?? ''
    expect(script).toMatch(/podman start oci-assay-/)
    writeFileSync(join(folder, 'removed'), '')
    expect(await shell(script)).toMatchObject({ code: 1 })
    expect(readFileSync(join(folder, 'removed'), 'utf8')).toMatch(/^rm --force .*\nrmi 127/)
    writeFileSync(join(folder, 'mended'), '')
    expect(await shell(script)).toMatchObject({ code: 0 })
  } finally {
    await close()
  }
})

// It waits for referrers that are not listed at once.
it.runIf(takesAll)('shows what an upgrade loses, by its command', { timeout: 60_000 }, async () => {
  let registry = await serving({ referrers: false })
  const { port } = registry
  const restarted = async (referrers: boolean) => {
    await registry.close()
    registry = await serving({ referrers }, port, createStore(capacity))
  }
  // It begins anew with an empty storage.
  const control = createServer((request, response) => {
    void restarted(request.url === '/on').then(() => response.end())
  }).listen(0, '127.0.0.1')
  await once(control, 'listening')
  const upgrade = `curl --silent --show-error http://127.0.0.1:${(control.address() as AddressInfo).port}/on`
  try {
    const script = scriptsOf(await trip(port, { upgrade }))['upgrade.referrers.listed'] ?? ''
    expect(script).toContain(upgrade)
    await restarted(false)
    expect(await shell(script)).toMatchObject({ code: 1 })
  } finally {
    control.close()
    await registry.close()
  }
})
