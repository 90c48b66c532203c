import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { attackReporter } from './test/attack-reporter.ts'

/** Tests that change what a process has once: its environment, its output, its signals, a module that is mocked. */
const alone = ['test/unit/{action,assay,cli,container}/**/*.test.ts']

export default defineConfig({
  // A whole run fails where docs/hostile-input.md lists anything else than its tests show.
  plugins: [attackReporter('check')],
  test: {
    // Far more than any needs alone: a machine that is busy with something else is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many of them wait for a process or a pause: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        // A process for each file.
        test: { name: 'alone', include: alone, globalSetup: 'test/unit/built-once.ts' },
      },
      {
        extends: true,
        // Files of one worker share its process and what it has loaded: to load it again for each would take a fifth of the time.
        test: {
          name: 'together',
          isolate: false,
          include: ['test/unit/**/*.test.ts', 'test/image/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: alone,
        },
      },
    ],
  },
})
