import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { createLayout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'
import { environmentOf, installed, lend, ran, root, runtimes, type Ran, type Runtime } from './installed.ts'

/** docs/examples, compiled and run against the installed package, as their readers do. */

let folder = ''
let nodes: Runtime[] = []

beforeAll(async () => {
  const place = await installed()
  folder = place.folder
  nodes = await runtimes()
  for (const name of ['@types/node', 'undici-types', 'vitest']) await lend(folder, name)
  await cp(join(root, 'docs/examples'), join(folder, 'examples'), { recursive: true })
  return place.remove
})

/** Runs a program in the folder with each Node, one after the other. */
async function withEach(program: (runtime: Runtime) => [string, ...string[]]): Promise<Ran[]> {
  const all: Ran[] = []
  for (const runtime of nodes) {
    const [file, ...argv] = program(runtime)
    all.push(await ran(file, argv, { cwd: folder, env: environmentOf(runtime) }))
  }
  return all
}

describe('the examples of the documentation', () => {
  it('compile with the types of the package', async () => {
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      skipLibCheck: true,
      types: ['node'],
    }
    const configuration = { compilerOptions: options, include: ['*.ts'] }
    await writeFile(join(folder, 'examples/tsconfig.json'), JSON.stringify(configuration))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout, status } = await ran(process.execPath, [tsc, '-p', 'examples'], { cwd: folder })
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
  })

  it('add a suite: its requirements are evaluated and reported', async () => {
    const options = ['--suite', './examples/house-rules.js', '--reports', 'house']
    for (const { stdout, status } of await withEach(() => [
      'npx',
      '--no-install',
      'oci-assay',
      'run',
      '--reference',
      ...options,
    ])) {
      expect(stdout).toMatch(/returned no request id[\s\S]*house\.request-id/)
      expect(status).toBe(1)
    }
  })

  it('use the library', async () => {
    const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
    try {
      for (const { stdout, status } of await withEach(({ node }) => [node, 'examples/nightly.js', url])) {
        expect(stdout).toMatch(/^No failures in the \d+ requirements evaluated/)
        expect(status).toBe(0)
      }
    } finally {
      await close()
    }
  })

  it('send an image on a round trip', async () => {
    const layout = createLayout()
    layout.image()
    await mkdir(join(folder, 'image'))
    write(layout, join(folder, 'image'), undefined, undefined)
    const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
    try {
      const to = `${new URL(url).host}/app`
      for (const { stdout, status } of await withEach(({ node }) => [
        node,
        'examples/roundtrip.js',
        'image',
        to,
      ])) {
        expect(stdout).toMatch(/^No failures in the \d+ requirements evaluated/)
        expect(status).toBe(0)
      }
      const missing = [process.execPath, 'examples/roundtrip.js', 'image', to, 'netscape'] as const
      const { stderr, status } = await ran(missing[0], missing.slice(1), { cwd: folder })
      expect(stderr).toMatch(/there is no recipe for a client named "netscape"/)
      expect(status).toBe(2)
    } finally {
      await close()
    }
  })

  it('register requirements as tests of vitest and node:test', async () => {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const ofVitest = await withEach(({ node }) => [
      node,
      vitest,
      'run',
      'examples/vitest.test.js',
      '--root',
      folder,
    ])
    for (const { stdout, status } of ofVitest) {
      expect(stdout).toMatch(/Tests .*[2-9]\d passed/)
      expect(status).toBe(0)
    }
    for (const { stdout, status } of await withEach(({ node }) => [
      node,
      '--test',
      'examples/node.test.js',
    ])) {
      expect(stdout).toMatch(/fail 0/)
      expect(status).toBe(0)
    }
  })
})
