import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { attackReporter } from './test/attack-reporter.ts'

export default defineConfig({
  // A whole run fails where docs/hostile-input.md lists anything else than its tests show.
  plugins: [attackReporter('check')],
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/image/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    globalSetup: 'test/unit/built-once.ts',
    // Far more than any needs alone: a machine that is busy with something else is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many of them wait for a process or a pause: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
  },
})
