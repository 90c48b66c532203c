import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compiledSchemas } from '../../../../suites/image/schemas/compiled.ts'
import { validatorOf } from '../../../../suites/image/schemas/validators.ts'
import { rows as annotations } from './schema-rows/annotations.ts'
import { rows as config } from './schema-rows/config.ts'
import { rows as descriptor } from './schema-rows/descriptor.ts'
import { rows as index } from './schema-rows/image-index.ts'
import { rows as layout } from './schema-rows/layout.ts'
import { rows as manifest } from './schema-rows/manifest.ts'

const root = join(import.meta.dirname, '../../../..')
let folder: string
let compiled: { validatorOf: typeof validatorOf }

beforeAll(async () => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache', 'compiled-schemas-'))
  const file = join(folder, 'validators.js')
  writeFileSync(file, compiledSchemas(join(root, 'suites/image/schemas/formats.ts')))
  compiled = (await import(file)) as typeof compiled
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The bundled command has these instead of Ajv: both have to judge every document alike.
describe('schemas that were compiled beforehand', () => {
  const rows = [...layout, ...descriptor, ...annotations, ...index, ...manifest, ...config]

  it('judge as those that are compiled now', () => {
    for (const { requirement, kind, valid, invalid } of rows) {
      for (const document of [...valid, ...invalid]) {
        const now = validatorOf(kind)
        const before = compiled.validatorOf(kind)
        expect(before(document), requirement).toBe(now(document))
        expect(before.errors, requirement).toEqual(now.errors)
      }
    }
  })
})
