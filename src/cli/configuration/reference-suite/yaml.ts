import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import { printable } from '../../../results/text/printable.ts'
import { readDocument } from '../document.ts'
import type { ReferenceValue } from './values.ts'

/** Members of the file whose variable is not simply the path in capitals. */
const renamed: Readonly<Record<string, string>> = { logging: 'LOG' }

/** What the suite writes into a file that it also reads. */
const ignored = new Set(['commit', 'legacy'])

/** apis.blobs.uploadCancel is OCI_API_BLOBS_UPLOAD_CANCEL. */
const variableOf = (path: readonly string[]): string =>
  ['OCI', ...path.map((name) => renamed[name] ?? (name === 'apis' ? 'api' : name))]
    .map((name) => name.replace(/(?<=[a-z])[A-Z]/g, '_$&').toUpperCase())
    .join('_')

/** Reads the reference suite's YAML file into the names of its variables. Throws Failure. */
export function readReferenceFile(path: string): Map<string, ReferenceValue> {
  const { root, placeOf } = readDocument(path)
  const values = new Map<string, ReferenceValue>()
  const fail = (part: unknown, why: string): never => {
    throw new Failure(`${path}:${placeOf(part)}: ${why}`, exitCodes.usage)
  }
  const visit = (node: Node | null, at: readonly string[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
        visit(value, [...at, isScalar(key) ? String(key.value) : ''])
      }
      return
    }
    const name = at.join('.')
    if (at.length === 0) {
      if (node !== null) fail(node, 'write settings as `name: value`')
      return
    }
    if (ignored.has(name)) return
    const plain: unknown = node?.toJSON()
    if (plain === null || plain === undefined || plain === '') return
    const text = isSeq(node) && Array.isArray(plain) ? plain.map(String).join(' ') : spelled(plain)
    if (text === undefined) return fail(node, `${printable(name)} is not a plain value`)
    const [line] = placeOf(node).split(':')
    values.set(variableOf(at), { text, from: `${printable(name)} in ${path}:${line}` })
  }
  visit(root, [])
  return values
}

/** Versions without quotes are numbers to YAML. */
function spelled(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(1) : String(value)
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined
}
