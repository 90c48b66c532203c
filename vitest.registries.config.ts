import { defineConfig } from 'vitest/config'

/** Real registries, one after the other: they are installed first, which may take minutes. */
export default defineConfig({
  test: {
    include: ['test/registries/**/*.test.ts'],
    testTimeout: 120_000,
    fileParallelism: false,
  },
})
