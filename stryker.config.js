/**
 * Mutation testing of our own code: `npm run mutation:code`. It changes the engine and the judges in small
 * ways and expects the vectors to notice. What faults and defects are for registries and images, this is
 * for the code that judges them.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.stryker.config.ts', related: false },
  mutate: ['src/engine/**/*.ts', 'suites/distribution/**/judges/**/*.ts', 'suites/distribution/*/judges.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A mutant that hangs is rare here, and a machine with other work is not.
  timeoutMS: 60_000,
  // What is evaluated once when a file is loaded cannot be switched: each such mutant would take a new process.
  ignoreStatic: true,
  ignorePatterns: ['/dist', '/reports', '/coverage', '/.cache', '/docs', '/test/registries', '/fixtures'],
  // It would read tsconfig.json with an interface that TypeScript 7 no longer has; vitest needs none of it.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  tempDirName: '.cache/stryker',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutation-code.html' },
  jsonReporter: { fileName: 'reports/mutation-code.json' },
  thresholds: { high: 95, low: 85, break: 85 },
}
