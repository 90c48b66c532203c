import { defineConfig } from 'vitest/config'

/** Layouts with and without faults, made and assayed one by one. */
export default defineConfig({
  test: {
    include: ['test/image/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
