import type { ValidateFunction } from 'ajv/dist/2020.js'
import { documents, schemaCompiler } from './schemas.ts'
import type { DocumentKind } from './document-kind.ts'

const ajv = schemaCompiler()

/**
 * The compiled schema of a kind of document. In the bundled command the code of suites/image/schemas/compiled.ts
 * is in place of this file: loading Ajv and compiling takes longer than many an image.
 */
export function validatorOf(kind: DocumentKind): ValidateFunction {
  const validate = ajv.getSchema(documents[kind].$id)
  if (!validate) throw new Error(`no schema for ${kind}`)
  return validate
}
