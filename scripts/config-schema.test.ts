import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { configSchema } from './config-schema.ts'

it('the schema of the configuration is made from the options (npm run build && node dist/scripts/config-schema.js)', () => {
  const published = readFileSync(new URL('../schemas/config.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(configSchema()))
})
