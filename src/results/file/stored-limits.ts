import { pointerOf } from '../../image/json/scan.ts'
import type { ImageRecord } from '../../image/model/overview.ts'
import type { RunResult } from '../result.ts'
import { isExchange, isImageRecord } from '../record.ts'

/** What is wrong in a result that matches its schema: a schema does not constrain values that depend on each other. */
export interface Inconsistency {
  /** JSON Pointer. */
  pointer: string
  message: string
}

/** Characters of one string; bodies are stored up to 16 KiB. */
const longestString = 1024 * 1024

/** A value with the path to it, from the last step to the first. */
interface Part {
  value: object
  key?: string
  above?: Part
}

function pointerTo(part: Part | undefined, ...last: string[]): string {
  const path = [...last]
  for (let each = part; each?.key !== undefined; each = each.above) path.unshift(each.key)
  return pointerOf(path)
}

/** The first text that is too long, and the first name that means something else to JavaScript. */
export function unfitText(value: unknown): Inconsistency | undefined {
  const waiting: Part[] = typeof value === 'object' && value !== null ? [{ value }] : []
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const { value: parent } = part
    for (const key of Object.keys(parent)) {
      if (key === '__proto__') return { pointer: pointerTo(part), message: 'has a member named __proto__' }
      const child = (parent as Record<string, unknown>)[key]
      if (typeof child === 'string' && child.length > longestString)
        return { pointer: pointerTo(part, key), message: `has more than ${longestString} characters` }
      if (typeof child === 'object' && child !== null) waiting.push({ value: child, key, above: part })
    }
  }
  return undefined
}

function repeated(
  list: string,
  member: string,
  ids: readonly (string | number)[],
): Inconsistency | undefined {
  const places = new Map<string | number, number>()
  for (const [at, id] of ids.entries()) {
    const first = places.get(id)
    if (first !== undefined)
      return { pointer: `/${list}/${at}/${member}`, message: `is the same as /${list}/${first}/${member}` }
    places.set(id, at)
  }
  return undefined
}

const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id)

/** Ids that are there twice: what refers to one of them would mean another one. */
export function repeatedId({ requirements, tests, evidence }: RunResult): Inconsistency | undefined {
  const numbers = evidence.map((record, at) => (isExchange(record) ? record.id : `no exchange ${at}`))
  return (
    repeated('requirements', 'id', idsOf(requirements)) ??
    repeated('tests', 'id', idsOf(tests)) ??
    repeated('evidence', 'id', numbers)
  )
}

/** Levels of an image: those of validation are limited as well. */
const deepestImage = 500

/** An image with too many levels: what draws it is recursive. */
export function tooDeepImage({ evidence }: RunResult): Inconsistency | undefined {
  const at = evidence.findIndex((record) => isImageRecord(record) && depthOf(record) > deepestImage)
  if (at === -1) return undefined
  return { pointer: `/evidence/${at}/nodes`, message: `has more than ${deepestImage} levels` }
}

/** Levels as they are drawn: each node once, where it is first come to. */
function depthOf({ root, nodes }: ImageRecord): number {
  const edges = new Map(nodes.map((node) => [node.id, node.edges]))
  const drawn = new Set<string>()
  const waiting = [{ id: root, depth: 1 }]
  let deepest = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, depth } = next
    if (drawn.has(id)) continue
    drawn.add(id)
    deepest = Math.max(deepest, depth)
    for (const { to } of (edges.get(id) ?? []).toReversed()) waiting.push({ id: to, depth: depth + 1 })
  }
  return deepest
}
