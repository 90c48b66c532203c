import type { RunEvent } from './events.ts'
import type { Statement } from '../engine/verdict.ts'
import { Failure, failureOf } from './conclusion/failure.ts'
import { FileProblem } from '../files/problem.ts'
import { isExchange, isImagesOfShard, type RunRecord } from './record.ts'

/** Removes secrets from a text. */
export type Mask = (text: string) => string

/** Members whose values come from oci-assay wherever they are. */
const ownWords = new Set(['kind', 'role', 'state'])

/** The same value with all strings in it masked, at any depth; names of members stay. */
export function maskStrings<Value>(value: Value, mask: Mask): Value {
  const masked = (each: unknown): unknown => {
    if (typeof each === 'string') return mask(each)
    if (Array.isArray(each)) return each.map(masked)
    if (each instanceof Map) return new Map([...each].map(([name, one]) => [name, masked(one)]))
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(
      Object.entries(each).map(([name, one]) => [name, ownWords.has(name) ? one : masked(one)]),
    )
  }
  return masked(value) as Value
}

/** All strings masked, but those of the members named, which come from oci-assay itself: ids, titles, verdicts. */
function maskAllBut<Value extends object>(value: Value, own: readonly string[], mask: Mask): Value {
  const entries = Object.entries(value) as [string, unknown][]
  return Object.fromEntries(
    entries.map(([name, one]) => [name, own.includes(name) ? one : maskStrings(one, mask)]),
  ) as Value
}

const maskAll = <Value extends object>(
  values: readonly Value[],
  own: readonly string[],
  mask: Mask,
): readonly Value[] => values.map((value) => maskAllBut(value, own, mask))

const ofFinding = ['requirement', 'test', 'verdict', 'followsFrom', 'images']
const ofNote = ['test']
const ofRequirement =
  'id suite title section level basis reasoning link verdict tests blockedBy capability unobservable ruling impact'.split(
    ' ',
  )
const ofRecord = [
  'kind',
  'id',
  'test',
  'name',
  'what',
  'group',
  'outcome',
  'root',
  'operation',
  'conclusion',
  'digest',
  'failed',
  'warned',
  'requirements',
]
const ofChange = ['id', 'suite', 'title', 'level', 'basis', 'was', 'is', 'verdict']

function maskStatement(statement: Statement, mask: Mask): Statement {
  if (statement.kind === 'failed')
    return { ...statement, finding: maskAllBut(statement.finding, ofFinding, mask) }
  if (statement.kind === 'passed')
    return statement.note ? { ...statement, note: maskAllBut(statement.note, ofNote, mask) } : statement
  return maskAllBut(statement, ['kind', 'by', 'capability'], mask)
}

function maskRecord(record: RunRecord, mask: Mask): RunRecord {
  if (isExchange(record)) return record
  if (!isImagesOfShard(record)) return maskAllBut(record, ofRecord, mask)
  const gathered = record.gathered.map((each) => ({
    ...maskAllBut(each, ['requirement', 'findings', 'errors', 'blocked', 'skipped'], mask),
    findings: each.findings.map(({ finding, at }) => ({ finding: maskAllBut(finding, ofFinding, mask), at })),
    errors: maskAll(each.errors, ['by'], mask),
    ...(each.blocked ? { blocked: maskAllBut(each.blocked, ['by'], mask) } : {}),
    ...(each.skipped ? { skipped: maskAllBut(each.skipped, ['by'], mask) } : {}),
  }))
  return { ...record, gathered }
}

/**
 * An event as it may leave the pipeline: without secrets in any string that a target may have written. Exchanges pass,
 * since their recorder has masked them, part by part.
 */
export function maskEvent(event: RunEvent, mask: Mask): RunEvent {
  switch (event.type) {
    case 'test-started':
    case 'reading':
      return event
    case 'run-started':
      return { ...event, target: maskAllBut(event.target, ['kind'], mask) }
    case 'evidence':
      return { ...event, record: maskRecord(event.record, mask) }
    case 'capability':
      return { ...event, capability: maskAllBut(event.capability, ['name', 'title', 'state'], mask) }
    case 'test-finished':
      return {
        ...event,
        test: maskAllBut(event.test, ['id', 'title', 'suite', 'verdict', 'evaluated'], mask),
      }
    case 'requirement-finished': {
      const { findings, consequences, notes } = event.requirement
      const requirement = {
        ...maskAllBut(event.requirement, [...ofRequirement, 'findings', 'consequences', 'notes'], mask),
        findings: maskAll(findings, ofFinding, mask),
        ...(consequences ? { consequences: maskAll(consequences, ofFinding, mask) } : {}),
        notes: maskAll(notes, ofNote, mask),
      }
      return { ...event, requirement }
    }
    case 'shard': {
      const evaluations = event.shard.evaluations.map((each) => ({
        ...each,
        statements: each.statements.map((statement) => maskStatement(statement, mask)),
      }))
      return { ...event, shard: { ...event.shard, evaluations } }
    }
    case 'log':
      return {
        ...event,
        log: {
          ...maskAllBut(event.log, ['lines'], mask),
          lines: maskAll(event.log.lines, ['stream'], mask),
        },
      }
    case 'expectations': {
      const entries = maskAll(
        event.comparison.entries,
        ['requirement', 'test', 'requirements', 'state'],
        mask,
      )
      return { ...event, comparison: { ...event.comparison, entries } }
    }
    case 'changes': {
      const { since, failing, warning, passing, otherwise, appeared, gone } = event.changes
      const masked = { failing, warning, passing, otherwise, appeared, gone }
      const lists = Object.entries(masked).map(([name, list]) => [
        name,
        maskAll<object>(list, ofChange, mask),
      ])
      return {
        ...event,
        changes: { ...event.changes, ...Object.fromEntries(lists), since: maskStrings(since, mask) },
      }
    }
    default:
      return {
        ...event,
        ...(event.aborted === undefined ? {} : { aborted: mask(event.aborted) }),
        leftovers: maskAll(event.leftovers, ['kind'], mask),
        ...(event.details === undefined ? {} : { details: maskStrings(event.details, mask) }),
        ...(event.outages === undefined ? {} : { outages: maskAll(event.outages, [], mask) }),
      }
  }
}

/** What was thrown, without secrets in its message; what is wrong with a file becomes a Failure. */
export function maskError(thrown: unknown, mask: Mask): unknown {
  if (thrown instanceof Failure) {
    const { message, exitCode, advice } = thrown
    return new Failure(mask(message), exitCode, advice === undefined ? undefined : mask(advice))
  }
  if (thrown instanceof FileProblem) return maskError(failureOf(thrown), mask)
  if (!(thrown instanceof Error)) return thrown
  const { message, stack } = thrown
  thrown.message = mask(message)
  if (stack !== undefined) thrown.stack = mask(stack)
  return thrown
}
