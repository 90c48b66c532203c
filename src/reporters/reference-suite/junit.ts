import type { Verdict } from '../../engine/verdict.ts'
import { findingsText, printableValue, seenOf, type Seen } from '../text/finding-text.ts'
import { casesOf, type Case } from '../text/cases.ts'
import { printableLines } from '../../results/text/printable.ts'
import { printableResult } from '../../results/text/printable-result.ts'
import type { RunResult } from '../../results/result.ts'

/** The words of the attribute `status`. */
const statuses: Readonly<Record<Verdict, string>> = {
  pass: 'passed',
  warn: 'passed',
  fail: 'failure',
  error: 'error',
  blocked: 'skipped',
  unsupported: 'skipped',
  skipped: 'skipped',
}

const suiteName = 'OCI Conformance Test'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#xA;',
  '\t': '&#x9;',
}

/** Safe in attributes and elements: what no document may hold is spelled out before. */
const xml = (text: string): string =>
  printableLines(text)
    .replace(/\[\[(?=\/?[A-Z]{1,40}[|\]])/gi, '[\\u{5b}')
    .replace(/[&<>"\n\t]/g, (character) => entities[character] ?? '')

/**
 * A result in the shape of the reference suite's junit.xml: one suite, cases named by paths, the
 * outcome in an attribute. The elements that other readers of JUnit look for are there besides.
 */
export function suiteJunit(raw: RunResult, config: string): string {
  const result = printableResult(raw)
  const cases = casesOf(result)
  const count = (...verdicts: Verdict[]) => cases.filter(({ verdict }) => verdicts.includes(verdict)).length
  const counts = [
    `tests="${cases.length}" failures="${count('fail')}" errors="${count('error')}"`,
    `skipped="${count('blocked', 'unsupported', 'skipped')}" time="${seconds(result.duration)}"`,
  ].join(' ')
  const seen = seenOf(result)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${suiteName}" ${counts} timestamp="${result.startedAt.replace(/\.\d+Z$/, 'Z')}">`,
    '    <properties>',
    `      <property name="Config" value="${xml(config)}"/>`,
    `      <property name="Tool" value="${xml(`${result.tool.name} ${result.tool.version}`)}"/>`,
    '    </properties>',
    ...cases.map((each) => caseText(each, seen)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(6)

function caseText(each: Case, seen: Seen): string {
  const { requirement, verdict, findings, observed, duration, name } = each
  const title = xml(`${suiteName}/${requirement.suite}/${printableValue(name)}`)
  const attributes = `name="${title}" classname="" time="${seconds(duration)}" status="${statuses[verdict]}"`
  const reason = xml(printableValue(findings[0]?.title ?? requirement.reason ?? ''))
  const text = findings.length > 0 ? xml(findingsText(findings, requirement, seen, observed)) : ''
  const inside = [
    ...(verdict === 'fail' ? [`<failure message="${reason}">${text}</failure>`] : []),
    ...(verdict === 'error' ? [`<error message="${reason}"></error>`] : []),
    ...(statuses[verdict] === 'skipped' ? [`<skipped message="${reason}"></skipped>`] : []),
    ...(verdict === 'warn' ? [`<system-out>${text}</system-out>`] : []),
  ]
  return inside.length === 0
    ? `    <testcase ${attributes}></testcase>`
    : `    <testcase ${attributes}>${inside.join('')}</testcase>`
}
