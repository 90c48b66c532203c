import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/image/**/*.test.ts'],
    // Far more than any needs alone: a machine that is busy with something else is no failure.
    testTimeout: 60_000,
  },
})
