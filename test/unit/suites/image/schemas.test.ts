import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requirements } from '../../../../suites/image/requirements.ts'
import { judgeDocument, judgementOf } from '../../../../suites/image/schemas/violations.ts'
import { rows as layout } from './schema-rows/layout.ts'
import { rows as descriptor } from './schema-rows/descriptor.ts'
import { rows as annotations } from './schema-rows/annotations.ts'
import { rows as index } from './schema-rows/image-index.ts'
import { rows as manifest } from './schema-rows/manifest.ts'
import { rows as config } from './schema-rows/config.ts'
import { c, d, m, run, types, type Fields, type Row } from './schema-rows/documents.ts'
import { problemsIn } from '../../../table.ts'

const folder = join(import.meta.dirname, '../../../../schemas/image-spec')
const schemas = readdirSync(folder).map((file) => ({
  file,
  schema: JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown,
}))

const nameOf = ({ requirement, kind }: Row): string => `${requirement} (${kind})`

/** What is wrong in how the documents of a row that do not follow its requirement are judged. */
function* problemsOf({ requirement, kind, invalid, spec = '1.1', severity }: Row): Generator<string> {
  for (const document of invalid) {
    const violations = judgeDocument(kind, document, spec)
    if (!violations.some((violation) => violation.requirement === requirement))
      yield `is not found in ${JSON.stringify(document)}`
    for (const violation of violations) {
      const { title, expected, received } = violation
      const isExact =
        violation.requirement === requirement &&
        violation.severity === severity &&
        /^(has|is|lacks) /.test(title) &&
        expected.join('') !== '' &&
        received !== ''
      if (!isExact) yield `${JSON.stringify(violation)} in ${JSON.stringify(document)}`
    }
  }
}

const rows = [...layout, ...descriptor, ...annotations, ...index, ...manifest, ...config]

describe('documents of the image specification by their schemas', () => {
  it('violate nothing where they follow a requirement', async () => {
    const problems = await problemsIn(rows, nameOf, ({ kind, valid, spec = '1.1' }) =>
      valid.flatMap((document) =>
        judgeDocument(kind, document, spec).map(({ title }) => `${title} in ${JSON.stringify(document)}`),
      ),
    )
    expect(problems).toEqual([])
  })

  it('violate exactly one requirement where they do not follow it', async () => {
    expect(await problemsIn(rows, nameOf, problemsOf)).toEqual([])
  })
})

const assertions = [
  'type',
  'const',
  'enum',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'minItems',
  'maxProperties',
  'not',
  'required',
  'dependentRequired',
]
/** Subschemas that assert something; what is under `if`, `not`, `contains` and `$defs` is only a condition. */
const inside = ['properties', 'patternProperties']
const single = ['items', 'additionalProperties', 'propertyNames', 'then', 'else']

/** Each requirement that a rule of a schema names, with its place; an unnamed rule yields undefined. */
function* rulesOf(schema: unknown, path: string): Generator<{ path: string; requirement: unknown }> {
  if (typeof schema !== 'object' || schema === null) return
  const fields = schema as Fields
  const noted = fields['x-requirement'] as string | Fields | undefined
  for (const keyword of assertions.filter((name) => name in fields)) {
    const own = typeof noted === 'object' ? noted[keyword] : noted
    if (keyword === 'required')
      for (const property of fields['required'] as string[])
        yield {
          path: `${path}/required/${property}`,
          requirement: typeof own === 'object' ? (own as Fields)[property] : own,
        }
    else yield { path: `${path}/${keyword}`, requirement: own }
  }
  for (const name of single) yield* rulesOf(fields[name], `${path}/${name}`)
  for (const name of inside)
    for (const [key, value] of Object.entries((fields[name] ?? {}) as Fields))
      yield* rulesOf(value, `${path}/${name}/${key}`)
  for (const [at, value] of ((fields['allOf'] ?? []) as unknown[]).entries())
    yield* rulesOf(value, `${path}/allOf/${at}`)
}

describe('schemas', () => {
  const rules = schemas.flatMap(({ file, schema }) => [...rulesOf(schema, file)])

  it('name a known requirement in every rule', () => {
    const known = new Set<unknown>(requirements.map(({ id }) => id))
    expect(rules.length).toBeGreaterThan(150)
    expect(rules.filter(({ requirement }) => !known.has(requirement))).toEqual([])
  })

  // A rule that was never seen violated may be one that no document can violate.
  it('have a document that violates it for every requirement', () => {
    const violated = new Set<unknown>(
      rows.filter(({ invalid }) => invalid.length > 0).map(({ requirement }) => requirement),
    )
    expect(rules.filter(({ requirement }) => !violated.has(requirement))).toEqual([])
  })
})

describe('violations', () => {
  // A message is made from data: where, what was expected, what was received.
  it('show a wrong value and its place', () => {
    expect(judgeDocument('manifest', m({ layers: [d({ size: '7' })] }), '1.1')).toEqual([
      {
        requirement: 'descriptor.size.is-integer',
        pointer: '/layers/0/size',
        value: '7',
        title: 'has "7" at /layers/0/size',
        expected: ['an integer of 64 bits'],
        received: '"7"',
      },
    ])
  })

  it('show something missing by its name', () => {
    const [violation] = judgeDocument('config', c({ os: undefined }), '1.1')
    expect(violation).toMatchObject({
      pointer: '',
      title: 'has no os',
      expected: ['the property os'],
      received: 'no such property',
    })
  })

  it('show a wrong name with its pointer escaped', () => {
    const [violation] = judgeDocument('config', run({ Labels: { 'a/b~c': '' } }), '1.1')
    expect(violation).toMatchObject({
      pointer: '/config/Labels/a~1b~0c',
      value: 'a/b~c',
      title: 'has the name "a/b~c" at /config/Labels/a~1b~0c',
    })
  })

  it('cut long values', () => {
    const [violation] = judgeDocument('descriptor', d({ digest: 'x'.repeat(5000) }), '1.1')
    expect(violation?.received.length).toBeLessThan(120)
  })

  it('become judgements, softened where a ruling does so', () => {
    const [violation] = judgeDocument('manifest', m({ artifactType: types.own }), '1.1')
    expect(violation && judgementOf(violation)).toMatchObject({ holds: false, severity: 'warn' })
  })

  it('are those of the version options for', () => {
    expect(judgeDocument('descriptor', d({ size: -1 }), '1.1')).toEqual([])
    expect(judgeDocument('descriptor', d({ artifactType: 1 }), '1.0')).toEqual([])
  })
})
