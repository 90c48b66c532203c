import { writeFileSync } from 'node:fs'
import { build, type Plugin } from 'rolldown'
import { compiledSchemas } from './compiled-schemas.ts'
import { licencesOf } from './licences.ts'

const compiled: Plugin = {
  name: 'schemas of image documents, compiled beforehand',
  load: {
    filter: { id: /suites\/image\/validators\.js$/ },
    handler: () => compiledSchemas(),
  },
}

/** What `undici` names, and where in it that stands: loading all of it takes longer than many a run's requests. */
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

/**
 * All that runs, as few files without dependencies: loading three hundred small ones takes longer than
 * many a run, and nobody who calls npx has to wait for packages. The library is made of the same files
 * as the command, so that a suite of one's own meets the same classes as ours.
 */
const { output } = await build({
  input: {
    'oci-assay': 'dist/src/cli/main.js',
    // What action.yml starts.
    action: 'dist/src/action/main.js',
    // Started by its name beside whoever starts it.
    thread: 'dist/src/image/thread.js',
    index: 'dist/src/index.js',
    vitest: 'dist/src/vitest.js',
    'node-test': 'dist/src/node-test.js',
  },
  // Loaded where they are installed, by those who want them.
  external: ['vitest', 'testcontainers'],
  plugins: [compiled, onlySending],
  platform: 'node',
  logLevel: 'warn',
  checks: { pluginTimings: false },
  output: {
    dir: 'dist/bin',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: '[name]-[hash].js',
    minify: true,
  },
})

const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
writeFileSync('dist/bin/LICENSES.txt', licencesOf(modules))
