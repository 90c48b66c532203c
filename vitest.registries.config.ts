import { defineConfig } from 'vitest/config'

/** Real registries and tools, one after the other: they are installed first, which may take minutes. */
export default defineConfig({
  test: {
    include: ['test/registries/**/*.test.ts', 'test/tools/**/*.test.ts'],
    // The action is started as it is released.
    globalSetup: 'test/package/build.ts',
    testTimeout: 120_000,
    fileParallelism: false,
  },
})
