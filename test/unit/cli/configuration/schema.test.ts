import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfiguration } from '../../../../src/cli/configuration/file.ts'
import { lastingSettings } from '../../../../src/cli/configuration/settings.ts'
import { withFile } from './file.ts'

const published = readFileSync(new URL('../../../../schemas/config.schema.json', import.meta.url), 'utf8')
const ajv = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true })
const isValid = ajv.compile(JSON.parse(published))

describe('the schema of the configuration', () => {
  it('has every option of the command line that can last', () => {
    const { properties } = JSON.parse(published) as { properties: object }
    expect(Object.keys(properties)).toEqual(['$schema', ...lastingSettings.map(({ name }) => name)])
  })

  // What an editor marks is what the program refuses, and nothing else.
  it.each([
    ['', true],
    ['target: localhost:5000', true],
    ['$schema: https://example/schema.json', true],
    ['spec: 1.1', true],
    ["spec: '1.1'", true],
    ['spec: 1.0', true],
    ['spec: dev', true],
    ['spec: 2', false],
    ['strict: true', true],
    ['strict: yes', false],
    ['strict:', true],
    ['level: stated', true],
    ['level: must', false],
    ['suite: [pull, push]', true],
    ['suite: pull', true],
    ['suite: [1]', false],
    ['concurrency: 4', true],
    ['concurrency: 0', false],
    ['concurrency: 1.5', false],
    ['concurrency: many', false],
    ['retries: 21', false],
    ['depth: thorough', true],
    ['depth: deep', false],
    ['requests: 0', true],
    ['largest-blob: 5GiB', true],
    ['requests: -1', false],
    ['requests: many', false],
    ['ca-file: ca.pem', true],
    ['ca-file: [a]', false],
    ['caFile: ca.pem', false],
    ['password: secret', false],
    ['- target', false],
  ])('agrees with the program on %j', async (text, valid) => {
    expect(isValid(parse(text))).toBe(valid)
    await withFile('oci-assay.yaml', text, (path) => {
      if (valid) expect(() => readConfiguration(path)).not.toThrow()
      else expect(() => readConfiguration(path)).toThrow(/oci-assay\.yaml:1:\d+: /)
    })
  })
})
