import type { TestCase } from 'junit-report-builder'
import type { Verdict } from '../../engine/verdict.ts'
import type { RunResult } from '../../results/result.ts'
import { printableResult } from '../../results/text/printable-result.ts'
import { newDocument, seconds, xmlText } from '../junit/document.ts'
import { casesOf, type Case } from '../text/cases.ts'
import { findingsText, printableValue, seenOf, type Seen } from '../text/finding-text.ts'
import { findingTitle } from '../../results/text/finding-title.ts'

type Status = 'passed' | 'failure' | 'error' | 'skipped'

/** The words of the attribute `status`. */
const statuses: Readonly<Record<Verdict, Status>> = {
  pass: 'passed',
  warn: 'passed',
  fail: 'failure',
  error: 'error',
  blocked: 'skipped',
  unsupported: 'skipped',
  skipped: 'skipped',
}

const suiteName = 'OCI Conformance Test'

/**
 * A result in the shape of the reference suite's junit.xml: one suite, cases named by paths, the
 * outcome in an attribute. The elements that other readers of JUnit look for are there besides.
 */
export function suiteJunit(raw: RunResult, config: string): string {
  const result = printableResult(raw)
  const document = newDocument()
  const suite = document
    .testSuite()
    .name(suiteName)
    .timestamp(result.startedAt.replace(/\.\d+Z$/, 'Z'))
    .time(seconds(result.duration))
    .property('Config', xmlText(config))
    .property('Tool', xmlText(`${result.tool.name} ${result.tool.version}`))
  const seen = seenOf(result)
  for (const each of casesOf(result)) describe(suite.testCase(), each, seen)
  return `${document.build()}\n`
}

function describe(testCase: TestCase, each: Case, seen: Seen): void {
  const { requirement, observed, duration } = each
  const { id, verdict, findings } = requirement
  const status = statuses[verdict]
  const reason = xmlText(printableValue(findings[0] ? findingTitle(findings[0]) : (requirement.reason ?? '')))
  const text = findings.length > 0 ? xmlText(findingsText(findings, requirement, seen, observed)) : ''
  testCase
    .name(xmlText(`${suiteName}/${requirement.suite}/${printableValue(id)}`))
    .className('')
    .time(seconds(duration))
  addStatus(testCase, status)
  if (status === 'failure') testCase.failure(reason).stacktrace(text)
  if (status === 'error') testCase.error(reason)
  if (status === 'skipped') testCase.skipped().standardOutput(reason)
  if (verdict === 'warn') testCase.standardOutput(text)
}

/** The library has no method for this attribute, which only the reference suite writes. */
function addStatus(testCase: TestCase, status: Status): void {
  Object.assign(testCase['_attributes'] as object, { status })
}
