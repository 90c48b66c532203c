import { bytesIn } from '../../../../src/engine/size.ts'
import { isObject, type JsonObject } from '../../../../src/image/json/value.ts'
import { PolicyProblem, type Path } from './problem.ts'

/** Readers of values as YAML or JSON has them. Each throws PolicyProblem. */

export function mapping(value: unknown, path: Path, what: string): JsonObject {
  if (isObject(value)) return value
  throw new PolicyProblem(path, `write ${what}`)
}

/** A mapping that has these keys and no other. */
export function keyed(value: unknown, path: Path, keys: readonly string[], what: string): JsonObject {
  const found = mapping(value, path, what)
  for (const key of Object.keys(found))
    if (!keys.includes(key)) throw new PolicyProblem([...path, key], `unknown key ${key}`, keys)
  return found
}

export function list(value: unknown, path: Path, what: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value
  throw new PolicyProblem(path, `write a list of ${what}`)
}

export function textValue(value: unknown, path: Path): string {
  if (typeof value === 'string') return value
  throw new PolicyProblem(path, 'write a text, a number in quotes')
}

/** A switch that can only be on: what is not required is left out. */
export function truth(value: unknown, path: Path): true | undefined {
  if (value === true) return true
  if (value === false) return undefined
  throw new PolicyProblem(path, 'write true or false')
}

export function digestValue(value: unknown, path: Path): string {
  if (typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)) return value
  throw new PolicyProblem(path, 'write a digest: sha256: and 64 lower-case hex digits')
}

/** Bytes: a number, or a text such as 200MiB. */
export function sizeValue(value: unknown, path: Path): number {
  const bytes = typeof value === 'string' ? bytesIn(value) : value
  if (typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw new PolicyProblem(path, 'write a size such as 200MiB, or a number of bytes')
}
