import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { HeaderCondition, ListCondition } from '../../../../src/registry/reproduce/condition-kinds.ts'

/** Each member, so that one that is new has to be named here. */
const list: Record<keyof ListCondition, true> = {
  kind: true,
  of: true,
  pages: true,
  further: true,
  includes: true,
  excludes: true,
  only: true,
  count: true,
  unique: true,
  order: true,
  after: true,
  beginsAs: true,
  ordersAs: true,
  endOf: true,
  sorted: true,
  matches: true,
}
const header: Record<keyof HeaderCondition, true> = {
  kind: true,
  name: true,
  is: true,
  matches: true,
  not: true,
  longest: true,
  optional: true,
  absent: true,
  once: true,
}

interface Branch {
  properties?: Record<string, { const?: unknown }>
}

/** The object of a kind, wherever the schema has it. */
function branchOf(kind: string, value: unknown): Branch | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const branch = value as Branch
  if (branch.properties?.['kind']?.const === kind) return branch
  return Object.values(value)
    .map((each) => branchOf(kind, each))
    .find((each) => each !== undefined)
}

const schema: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../schemas/results.schema.json'), 'utf8'),
)

it.each([
  ['list', list],
  ['header', header],
])('the schema of results has each member of a condition of kind %s', (kind, members) => {
  const known = Object.keys(branchOf(kind, schema)?.properties ?? {}).filter((name) => name !== 'exchange')
  expect(known.toSorted()).toEqual(Object.keys(members).toSorted())
})
