import { defineConfig } from 'vitest/config'

/** The tests that Stryker runs against each mutant: quick ones, of vectors for judges and the engine. */
export default defineConfig({
  test: {
    // The tests are pure, and starting a thread for each file would take most of the time.
    isolate: false,
    include: [
      'test/unit/engine/**/*.test.ts',
      'test/unit/results/expectations/**/*.test.ts',
      'test/unit/suites/distribution/**/judges/**/*.test.ts',
      'test/unit/suites/distribution/*/judges.test.ts',
      'test/unit/suites/distribution/requests/whole-run.test.ts',
    ],
  },
})
