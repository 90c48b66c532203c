import { _ } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { documents, schemaCompiler } from './schemas.ts'

/**
 * The code of a module that replaces suites/image/schemas/validators.ts: the same schemas, compiled beforehand.
 * It imports nothing but the formats, from the module `formats`.
 */
export function compiledSchemas(formats = './formats.js'): string {
  const ajv = schemaCompiler({ source: true, esm: true, formats: _`formats` })
  const names = Object.entries(documents).map(([kind, { $id }], at) => ({
    kind,
    $id,
    name: `validator${at}`,
  }))
  // The package is CommonJS: what `import` yields is its module object or its function.
  const generate = standalone as unknown as typeof standalone.default & {
    default?: typeof standalone.default
  }
  const code = (generate.default ?? generate)(
    ajv,
    Object.fromEntries(names.map(({ name, $id }) => [name, $id])),
  )
  const byKind = names.map(({ kind, name }) => `${JSON.stringify(kind)}: ${name}`).join(', ')
  return `import { formats } from ${JSON.stringify(formats)}
${code}
const validators = { ${byKind} }
export const validatorOf = (kind) => validators[kind]
`
}
