import { defineConfig } from 'vitest/config'

/** Registries in containers, on a real engine: docker, or podman with its socket named in DOCKER_HOST. */
export default defineConfig({
  test: {
    globalSetup: ['test/unit/built-once.ts', 'test/containers/installed-once.ts'],
    include: ['test/containers/**/*.test.ts'],
    testTimeout: 120_000,
    // Half of the time they wait for the engine.
    maxWorkers: 2,
  },
})
