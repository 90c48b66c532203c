import { defineConfig } from 'vitest/config'

/** What is published, as its users get it: packed, installed in an empty folder, started by each Node. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    globalSetup: 'test/package/build.ts',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
})
