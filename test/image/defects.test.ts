import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/engine/verdict.ts'
import { defects } from '../../suites/image/defects.ts'
import { everyPolicy, policySuite } from '../../suites/image/policies/suite.ts'
import type { Defect } from '../../suites/image/layouts/case.ts'
import { suites } from '../../suites/image/suites.ts'
import { problemsIn } from '../table.ts'
import { assess, describeResult, troubled } from './assess.ts'
import { groundless } from './blocks.ts'

/** What is wrong in how a defect is reported; the mutation run judges the same corpus by its verdicts alone. */
async function* problemsOf(defect: Defect): AsyncGenerator<string> {
  const results = await assess(defect)
  const violated: readonly (string | undefined)[] = [defect.violates, ...(defect.also ?? [])]
  for (const result of results.filter(troubled)) {
    if (!violated.includes(result.id)) yield `reports ${describeResult(result)} too`
  }
  for (const id of defect.also ?? []) {
    if (!results.some((result) => result.id === id && troubled(result))) yield `does not violate ${id}`
  }
  const own = results.find(({ id }) => id === defect.violates)
  if (!own) {
    yield `has no result of ${defect.violates}`
    return
  }
  const expected = defect.verdict ?? (own.level === 'MUST' ? 'fail' : 'warn')
  if (own.verdict !== expected) yield `leads to ${describeResult(own)} instead of ${expected}`
  if (expected === 'error' && !own.reason) yield 'gives no reason'
  const count = defect.findings ?? (expected === 'error' ? 0 : 1)
  if (own.findings.length !== count) yield `has ${own.findings.length} findings instead of ${count}`
  for (const finding of own.findings) yield* unclear(finding)
  yield* groundless(results)
  // What follows from the defect is blocked by it and by nothing else.
  for (const { id, verdict, blockedBy } of results) {
    if (verdict === 'blocked' && !violated.includes(blockedBy)) yield `blocks ${id} by ${blockedBy}`
  }
}

/** What keeps a finding from being understood. */
function* unclear({ title, expected, received, evidence }: Finding): Generator<string> {
  if (!/^[a-z]+s\b/.test(title)) yield `has the title ${JSON.stringify(title)}`
  if (expected.join('') === '') yield 'has a finding that expects nothing'
  if (received === '') yield 'has a finding that received nothing'
  if (evidence.length === 0) yield 'has a finding without evidence'
}

describe('layouts with one defect', () => {
  it('have ids of their own', () => {
    const ids = defects.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(ids.length).toBeGreaterThanOrEqual(150)
  })

  // A requirement that was never seen violated may be one that no image can violate.
  it('violate every requirement that a test evaluates', () => {
    const violated = new Set(defects.map(({ violates }) => violates))
    const evaluated = [...suites, policySuite(everyPolicy)].flatMap(({ tests }) =>
      tests.flatMap(({ evaluates }) => evaluates),
    )
    expect(evaluated.filter((id) => !violated.has(id))).toEqual([])
  })

  it('are reported as what they are, and as nothing else', { timeout: 300_000 }, async () => {
    expect(await problemsIn(defects, ({ id }) => id, problemsOf)).toEqual([])
  })
})
