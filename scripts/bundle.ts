import { build } from 'rolldown'

// The command as few files without dependencies: loading three hundred small ones takes longer than many a run.
await build({
  input: {
    'oci-assay': 'dist/src/cli/main.js',
    // What action.yml starts.
    action: 'dist/src/action/main.js',
    // Started by its name beside whoever starts it.
    thread: 'dist/src/image/thread.js',
  },
  platform: 'node',
  // Loaded where it is installed, by those who want it.
  external: ['testcontainers'],
  logLevel: 'warn',
  output: {
    dir: 'dist/bin',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: '[name]-[hash].js',
    minify: true,
  },
})
