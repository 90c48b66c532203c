import { defineConfig } from 'vitest/config'

/** The fuzz tests alone: OCI_ASSAY_FUZZ_MINUTES or OCI_ASSAY_FUZZ_RUNS specify how much of them, see test/fuzz.ts. */
export default defineConfig({
  test: {
    include: ['test/**/*fuzz*.test.ts'],
    testTimeout: 60_000,
  },
})
