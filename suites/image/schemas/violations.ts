import type { ErrorObject } from 'ajv/dist/2020.js'
import { violated, warning, type Judgement } from '../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import { requirements, type RequirementId } from '../requirements.ts'
import type { DocumentKind } from './document-kind.ts'
import { validatorOf } from './validators.ts'

export type { DocumentKind } from './document-kind.ts'

/** One rule of a schema that a document breaks. */
export interface SchemaViolation {
  requirement: RequirementId
  /** JSON pointer to the value; of something missing, to the object that lacks it. */
  pointer: string
  /** The value itself, or the name of a property where the name is what is wrong. */
  value: unknown
  /** What the document does, in the present tense. */
  title: string
  expected: readonly string[]
  received: string
  /** Set where a ruling makes a violated MUST a warning. */
  severity?: 'warn'
}

/** What is beside the keywords of a schema here; by keyword, and for `required` by property. */
type Note = string | Readonly<Record<string, string | Readonly<Record<string, string>>>>
interface Rule {
  'x-requirement'?: Note
  'x-expected'?: Note
  'x-versions'?: readonly SpecVersion[]
  'x-severity'?: 'warn'
}

const byId: ReadonlyMap<string, (typeof requirements)[number]> = new Map(
  requirements.map((requirement) => [requirement.id, requirement]),
)

/** Keywords whose errors only wrap those of the schema inside. */
const wrappers: ReadonlySet<string> = new Set(['if', 'propertyNames', 'contains'])

/**
 * Judges a document of the image specification, parsed from JSON, by its schema (schemas/image-spec).
 * Finds only what the version of the specification has. Never throws over what the document holds.
 */
export function judgeDocument(kind: DocumentKind, document: unknown, spec: SpecVersion): SchemaViolation[] {
  const validate = validatorOf(kind)
  if (validate(document)) return []
  const found = new Map<string, SchemaViolation>()
  for (const error of validate.errors ?? []) {
    if (wrappers.has(error.keyword)) continue
    const rule = error.parentSchema as Rule
    if (rule['x-versions'] && !rule['x-versions'].includes(spec)) continue
    const requirement = requirementOf(error, rule)
    if (requirement.at[spec] === undefined) continue
    const violation = violationOf(error, rule, requirement.id)
    const key = `${violation.requirement} ${violation.pointer}`
    if (!found.has(key)) found.set(key, violation)
  }
  return [...found.values()]
}

/** The same violation with the value that the document itself has there. */
export function withValue(violation: SchemaViolation, value: string): SchemaViolation {
  const replaced = (text: string) => text.replaceAll(shown(violation.value), () => shown(value))
  return { ...violation, value, title: replaced(violation.title), received: replaced(violation.received) }
}

/** A violation as a judgement, for a test to record. */
export function judgementOf({ title, expected, received, severity }: SchemaViolation): Judgement {
  const judgement = violated(title, expected, received)
  return severity === 'warn' ? warning(judgement) : judgement
}

/** The requirement that a rule names. */
function requirementOf(
  { keyword, params, schemaPath }: ErrorObject,
  rule: Rule,
): (typeof requirements)[number] {
  const missing = keyword === 'required' ? String(params['missingProperty']) : undefined
  const requirement = byId.get(noteOf(rule['x-requirement'], keyword, missing) ?? '')
  if (requirement === undefined) throw new Error(`a rule of ${schemaPath} names no requirement`)
  return requirement
}

function violationOf(error: ErrorObject, rule: Rule, requirement: RequirementId): SchemaViolation {
  const named = /^(?:required|dependentRequired)$/.test(error.keyword)
    ? String(error.params['missingProperty'])
    : undefined
  const name = error.propertyName
  const pointer = name === undefined ? error.instancePath : `${error.instancePath}/${escape(name)}`
  const value: unknown = name ?? error.data
  const has = name === undefined ? shown(value) : `the name ${shown(value)}`
  return {
    requirement,
    pointer,
    value,
    title:
      named === undefined
        ? pointer === ''
          ? `is ${has}`
          : `has ${has} at ${pointer}`
        : `has no ${named}${pointer === '' ? '' : ` at ${pointer}`}`,
    expected: named === undefined ? expectedOf(error, rule) : [`the property ${named}`],
    received: named === undefined ? shown(value) : 'no such property',
    ...(rule['x-severity'] === undefined ? {} : { severity: rule['x-severity'] }),
  }
}

/** The note that belongs to a keyword: one for all, one of its own, or one of the missing property. */
function noteOf(note: Note | undefined, keyword: string, property?: string): string | undefined {
  if (note === undefined || typeof note === 'string') return note
  const own = note[keyword]
  return typeof own === 'object' ? own[property ?? ''] : own
}

function expectedOf(error: ErrorObject, rule: Rule): readonly string[] {
  const stated = noteOf(rule['x-expected'], error.keyword)
  if (stated !== undefined) return [stated]
  const schema: unknown = error.schema
  if (error.keyword === 'enum' && Array.isArray(schema)) return schema.map((value) => shown(value))
  if (error.keyword === 'const') return [shown(schema)]
  return [`${/^[aeiou]/.test(String(schema)) ? 'an' : 'a'} ${String(schema)}`]
}

const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** A value on one line, cut where it is long; objects and arrays by their kind only. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'string' && value.length > 100) return `${JSON.stringify(value.slice(0, 100))}…`
  return JSON.stringify(value) ?? 'nothing'
}
