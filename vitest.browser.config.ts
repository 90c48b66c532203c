import { defineConfig } from 'vitest/config'

/** The HTML report in a real browser, which must be installed: see test/browser/. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
  },
})
