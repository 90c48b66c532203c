import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'rolldown'
import { defects } from '../suites/image/catalogue.ts'
import { compiledSchemas } from '../suites/image/schemas/compiled.ts'
import { manifestOf, packagesOf } from './bundled-packages.ts'
import { licencesOf } from './licences.ts'
import { sbomOf } from './sbom.ts'
import { storeIn } from './store.ts'
import type { Assets } from '../src/reporters/page/read-assets.ts'

const compiled: Plugin = {
  name: 'schemas of image documents, compiled beforehand',
  load: {
    filter: { id: /suites\/image\/schemas\/validators\.js$/ },
    handler: () => compiledSchemas(),
  },
}

const described: Plugin = {
  name: 'descriptions of the defects of images, without the layouts',
  load: {
    filter: { id: /suites\/image\/catalogue\.js$/ },
    handler: () => `export const defects = ${JSON.stringify(defects)}`,
  },
}

const pageAssets: Plugin = {
  name: 'style sheets and client scripts of pages, compiled beforehand',
  load: {
    filter: { id: /src\/reporters\/.*\/assets\.js$/ },
    handler: async (id) => {
      const { style, script } = (await import(pathToFileURL(id).href)) as Assets
      return `export const style = ${JSON.stringify(style)}\nexport const script = ${JSON.stringify(script)}`
    },
  },
}

/** What is imported from `undici`, and in which of its files it is: loading all of it takes longer than many a run's requests. */
const sending = {
  Agent: 'undici/lib/dispatcher/agent.js',
  Dispatcher: 'undici/lib/dispatcher/dispatcher.js',
  buildConnector: 'undici/lib/core/connect.js',
}

const onlySending: Plugin = {
  name: 'of undici only what sends: neither fetch nor caches nor mocks',
  resolveId: { filter: { id: /^undici$/ }, handler: (id) => `\0${id}` },
  load: {
    // A name that is missing here fails the build.
    filter: { id: /^\0undici$/ },
    handler: () =>
      Object.entries(sending)
        .map(([name, path]) => `export { default as ${name} } from '${path}'`)
        .join('\n'),
  },
}

/** What of lodash is required by the one library that uses it: the rest is ten times as much. */
const lodash = ['forEach', 'isDate']

const leanJunit: Plugin = {
  name: 'JUnit without all of lodash',
  resolveId: {
    filter: { id: /^(?:junit-report-builder|lodash)$/ },
    handler: (id) => (id === 'lodash' ? `\0${id}` : resolve('node_modules', id, 'dist/index.es.js')),
  },
  load: {
    filter: { id: /^\0lodash$/ },
    handler: () =>
      [
        ...lodash.map((name) => `import ${name} from 'lodash/${name}.js'`),
        `export default { ${lodash.join(', ')} }`,
      ].join('\n'),
  },
}

/** HTTP/2 is only used on request: until then neither undici's part of it is loaded nor Node's. */
const laterHttp2: Plugin = {
  name: 'HTTP/2 when it is spoken',
  resolveId: {
    filter: { id: /^\.\/client-h2\.js$/ },
    handler: (_, importer) => (importer?.endsWith('/client.js') ? '\0later-http2.cjs' : undefined),
  },
  load: {
    filter: { id: /^\0later-http2\.cjs$/ },
    handler: () => "module.exports = (...args) => require('undici/lib/dispatcher/client-h2.js')(...args)",
  },
}

/** A file of the bundle: what its root imports. */
interface Part {
  name: string
  root: string
  modules: Set<string>
}

const part = (name: string, root: string): Part => ({
  name,
  root: resolve('dist/src', root),
  modules: new Set(),
})

/** What is loaded in any case, and by `run`, without what came before it. */
const program = part('program', 'cli/main.js')
const run = part('run', 'cli/commands/run.js')

/** What is loaded for one kind of target. What several of them need is loaded by `run`: none loads what only another one needs. */
const targets = [part('registry', 'assay/registry/target.js'), part('image', 'assay/image/target.js')]

/** What threads that read blobs need of these stages: in a file of its own, so that they do not wait for all the rest. */
const ofThreads = part('common', 'image/threads/thread.js')

/** Finds the modules of each file: all that its root imports at once. */
const staging: Plugin = {
  name: 'modules that are loaded together',
  buildEnd() {
    const importedBy = (root: string): Set<string> => {
      const found = new Set<string>()
      const waiting = [root]
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (found.has(id)) continue
        found.add(id)
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []))
      }
      return found
    }
    const neededByThreads = importedBy(ofThreads.root)
    const placed = new Set<string>()
    const place = (ids: Iterable<string>, { modules }: Part) => {
      for (const id of ids) {
        // What is started waits for the others, and so cannot be in a file that these need.
        if (placed.has(id) || this.getModuleInfo(id)?.isEntry === true) continue
        placed.add(id)
        if (neededByThreads.has(id)) ofThreads.modules.add(id)
        else modules.add(id)
      }
    }
    const found = targets.map((target) => ({ target, ids: importedBy(target.root) }))
    const isShared = (id: string) => found.filter(({ ids }) => ids.has(id)).length > 1
    for (const each of [program, run]) place(importedBy(each.root), each)
    for (const { ids } of found) place([...ids].filter(isShared), run)
    for (const { target, ids } of found) place(ids, target)
  },
}

/**
 * All that runs, as few files without dependencies: loading three hundred small ones takes longer than
 * many a run, and npx does not have to wait for packages. The library is made of the same files
 * as the command, so that a suite of one's own meets the same classes as ours.
 */
const { output } = await build({
  input: {
    'oci-assay': 'dist/src/cli/main.js',
    // What action.yml starts.
    action: 'dist/src/action/main.js',
    // Started by its name beside the module that starts it.
    thread: 'dist/src/image/threads/thread.js',
    'watchdog-thread': 'dist/src/cli/process/watchdog-thread.js',
    index: 'dist/src/index.js',
    vitest: 'dist/src/vitest.js',
    'node-test': 'dist/src/node-test.js',
  },
  // Loaded where they are installed, by those who want them.
  external: ['vitest', 'testcontainers'],
  plugins: [compiled, described, pageAssets, onlySending, leanJunit, laterHttp2, staging],
  platform: 'node',
  logLevel: 'warn',
  checks: { pluginTimings: false },
  write: false,
  output: {
    dir: 'dist/bin',
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    // Forty files take as long to be found and linked as what is in them to run.
    codeSplitting: {
      groups: [ofThreads, program, run, ...targets].map(({ name, modules }) => ({
        name,
        test: (id: string) => modules.has(id),
      })),
    },
    minify: true,
  },
})

// What starts something when it is loaded may only be loaded to start it.
const starting = new Set(['oci-assay.js', 'action.js', 'thread.js', 'watchdog-thread.js'])
for (const chunk of output) {
  const loaded = chunk.type === 'chunk' ? chunk.imports.find((file) => starting.has(file)) : undefined
  if (loaded !== undefined)
    throw new Error(`${chunk.fileName} would start ${loaded}, of which it needs a part`)
}

// What is for one kind of target may not be loaded for another one.
const chunks = new Map(output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk]] : [])))
const ofTargets = [...chunks.values()].filter(({ moduleIds }) =>
  targets.some(({ root }) => moduleIds.includes(root)),
)
if (ofTargets.length !== targets.length) throw new Error('a kind of target has no file of its own')
for (const { fileName } of ofTargets) {
  const loaded = new Set([fileName])
  for (const file of loaded) for (const each of chunks.get(file)?.imports ?? []) loaded.add(each)
  const other = ofTargets.find((chunk) => chunk.fileName !== fileName && loaded.has(chunk.fileName))
  if (other) throw new Error(`${fileName} would load ${other.fileName}, which is for another kind of target`)
}

const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
const packages = packagesOf(modules)
storeIn(
  'dist/bin',
  new Map([
    ...output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const),
    ['LICENSES.txt', licencesOf(packages)] as const,
    ['sbom.cdx.json', sbomOf(manifestOf('.'), packages)] as const,
  ]),
)
