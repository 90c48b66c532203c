import type { RequirementResult } from '../../engine/events.ts'
import type { RunResult } from '../../results/result.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { otherOrigins } from '../../registry/record/other-origins.ts'
import type { Verdict } from '../../engine/verdict.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { errorTexts } from '../../results/causes/error-causes.ts'
import { expectedBy, nameOf, reasonOf, stale } from '../../results/expectations/expected.ts'
import { findingsText, printableValue, seenOf } from '../text/finding-text.ts'
import { casesOf } from '../text/cases.ts'
import { jsonText } from '../../results/file/json-text.ts'
import { printableLines } from '../../results/text/printable.ts'
import { printableResult } from '../../results/text/printable-result.ts'
import type { Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'

/** Writes a report in the Common Test Report Format (ctrf.io). */
export const ctrf = (path: string, options: ConclusionOptions = {}): Reporter =>
  writing('ctrf.json', path, (result) => `${jsonText(ctrfOf(result, options), 2)}\n`)

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other'

interface CtrfTest {
  name: string
  status: Status
  duration: number
  suite: readonly string[]
  rawStatus: string
  message?: string
  trace?: string
  tags?: readonly string[]
}

const statuses: Readonly<Record<Verdict, Status>> = {
  pass: 'passed',
  fail: 'failed',
  warn: 'passed',
  error: 'other',
  blocked: 'skipped',
  unsupported: 'skipped',
  skipped: 'skipped',
}

/** The same cases as in JUnit; what could not be evaluated is `other`. */
export function ctrfOf(raw: RunResult, options: ConclusionOptions = {}) {
  const result = printableResult(raw)
  const tests = [...testsOf(result, options), ...staleTests(result)]
  const count = (status: Status) => tests.filter((test) => test.status === status).length
  const start = Date.parse(result.startedAt)
  const contacted = result.target.details[otherOrigins]
  return {
    reportFormat: 'CTRF',
    specVersion: '0.1.0',
    timestamp: result.finishedAt,
    generatedBy: result.tool.name,
    results: {
      tool: { name: result.tool.name, version: result.tool.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        suites: new Set(tests.map(({ suite }) => suite.join('/'))).size,
        start,
        stop: start + Math.round(result.duration),
        duration: Math.round(result.duration),
      },
      tests,
      extra: withoutUndefined({
        target: printableValue(result.target.name),
        'other origins': contacted === undefined ? undefined : printableValue(contacted),
        specification: result.profile.specification,
        spec: result.profile.spec,
        seed: result.seed,
        conclusion: conclusionOf(result, options).name,
        headline: printableValue(headlineOf(result, options)),
      }),
    },
  }
}

function testsOf(result: RunResult, { strict = false }: ConclusionOptions): CtrfTest[] {
  const expected = expectedBy(result)
  const seen = seenOf(result)
  const reasons = errorTexts(result)
  const { specification, spec } = result.profile
  return casesOf(result).map((each): CtrfTest => {
    const { requirement, observed, duration, name } = each
    const { verdict, findings } = requirement
    const known = expected.get(requirement.id)
    const fails = verdict === 'fail' || (strict && verdict === 'warn')
    const message = known && fails ? `known: ${reasonOf(known)}` : messageOf(requirement, reasons)
    return withoutUndefined({
      name: printableValue(name),
      status: fails ? (known ? 'skipped' : 'failed') : statuses[verdict],
      duration: Math.round(duration),
      suite: [specification, spec, requirement.suite],
      rawStatus: verdict,
      message: message === undefined ? undefined : printableLines(message),
      trace:
        findings.length > 0 ? printableLines(findingsText(findings, requirement, seen, observed)) : undefined,
      tags: [requirement.level, ...(requirement.basis === undefined ? [] : [requirement.basis])],
    })
  })
}

const messageOf = (
  { id, verdict, findings: [finding], reason }: RequirementResult,
  reasons: ReadonlyMap<string, string>,
): string | undefined => {
  if (verdict === 'pass') return undefined
  if (verdict === 'error') return reasons.get(id) ?? reason
  return finding?.title ?? reason
}

/** Entries of the expectations that fail the run. */
const staleTests = ({ profile, expectations }: RunResult): CtrfTest[] =>
  (expectations?.entries ?? []).flatMap((entry) => {
    const message = stale(entry)
    if (message === undefined) return []
    return [
      {
        name: printableValue(nameOf(entry)),
        status: 'failed',
        duration: 0,
        suite: [profile.specification, profile.spec, 'expectations'],
        rawStatus: entry.state,
        message: printableLines(message),
      },
    ]
  })
