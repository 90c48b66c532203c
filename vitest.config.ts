import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/image/**/*.test.ts'],
    testTimeout: 20_000,
  },
})
