import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { packageFile } from '../../files/package-file.ts'
import { fit, printable } from '../text/printable.ts'
import type { Inconsistency } from './stored-limits.ts'

/** A value that matches a schema, or why it does not. */
export type Validated<Value> = { value: Value } | { complaint: string }

/** Validates against a schema of this package, which is compiled when it is first used. */
export function schemaAt<Value>(path: string): (value: unknown) => Validated<Value> {
  let compiled: ValidateFunction<Value> | undefined
  return (value) => {
    const validate = (compiled ??= compile<Value>(path))
    return validate(value) ? { value } : { complaint: complaint(validate.errors?.[0]) }
  }
}

function compile<Value>(path: string): ValidateFunction<Value> {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
  formats.default(ajv)
  // A leap second is a valid time by its grammar, and not representable as a Date.
  ajv.addFormat(
    'date-time',
    (text) => /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) && Number.isFinite(Date.parse(text)),
  )
  return ajv.compile<Value>(JSON.parse(readFileSync(packageFile(path), 'utf8')))
}

const complaint = (error: ErrorObject | undefined): string => {
  if (!error) return 'it does not match its schema'
  const { instancePath, message = 'is invalid', keyword, params } = error
  const property: unknown = params['additionalProperty']
  const what = keyword === 'additionalProperties' ? `has an unknown property ${String(property)}` : message
  return described({ pointer: instancePath, message: what })
}

/** What is wrong in a stored file, and where. Both parts may be as long as the file. */
export const described = ({ pointer, message }: Inconsistency): string =>
  printable(`${pointer === '' ? 'the file' : fit(pointer, 200)} ${fit(message, 200)}`)
