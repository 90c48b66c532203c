import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { attackReporter } from './test/attack-reporter.ts'

/** The test files of vitest.config.ts that have rows for the table in docs/hostile-input.md. */
const include = ['test/unit', 'test/image'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts') && /\battack\(/.test(readFileSync(file, 'utf8'))),
)

export default defineConfig({
  plugins: [attackReporter('write')],
  test: {
    include,
    globalSetup: 'test/unit/built-once.ts',
    env: { OCI_ASSAY_SAMPLES: 'all' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
