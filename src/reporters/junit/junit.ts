import { outcomesOf } from '../../results/conclusion/images.ts'
import { documentOfImages } from './images.ts'
import { newDocument, seconds, setSubject, xmlText } from './document.ts'
import type { RunResult } from '../../results/result.ts'
import type { Builder, TestCase } from 'junit-report-builder'
import type { ExpectationOutcome } from '../../results/expectations/expectation.ts'
import { otherOrigins } from '../../registry/record/other-origins.ts'
import { groupBy } from '../../results/causes/causes.ts'
import { conclusionOf, unfinishedTests } from '../../results/conclusion/conclusion.ts'
import { headlineOf } from '../../results/conclusion/headline.ts'
import { errorTexts } from '../../results/causes/error-causes.ts'
import { expectedBy, nameOf, reasonOf as whyExpected, stale } from '../../results/expectations/expected.ts'
import { findingsText, observedLines, printableValue, seenOf, type Seen } from '../text/finding-text.ts'
import { columns, figuresOf, measurementsOf } from '../text/measurements.ts'
import { casesOf, type Case } from '../text/cases.ts'
import { extentName } from '../../results/text/extent.ts'
import { printableLines } from '../../results/text/printable.ts'
import { printableResult } from '../../results/text/printable-result.ts'
import type { Reporter } from '../../results/reporter.ts'
import { verdictWords } from '../../results/text/words.ts'
import { writing } from '../format.ts'
import { findingTitle } from '../../results/text/finding-title.ts'

export interface JUnitOptions {
  /** A warning is a failure too. */
  strict?: boolean
}

/** Writes a JUnit file; see `junitText`. */
export const junitXml = (path: string, options: JUnitOptions = {}): Reporter =>
  writing('junit.xml', path, (result) => junitParts(result, options))

/**
 * A result as JUnit XML. A testcase is one requirement, its classname `<specification>.<version>.<suite>`, so that files
 * of several versions can be loaded together. A failed MUST is a failure, what could not be evaluated an error;
 * unsupported, blocked and skipped ones are skipped, with the reason in the property `reason` and
 * in system-out, since the format has no settled place for it. A warning passes with a
 * system-out, unless `strict`. A known failure is skipped too, with its reason; an
 * entry that passes or expired is a failure of the class `<specification>.<version>.expectations`. Of many images, each is a
 * suite instead (see documentOfImages). A test that did not come to its end, and leaves no requirement in error by that, is an error too.
 */
export const junitText = (result: RunResult, options: JUnitOptions = {}): string =>
  [...junitParts(result, options)].join('')

function* junitParts(raw: RunResult, options: JUnitOptions): Generator<string> {
  const result = printableResult(raw)
  const seen = seenOf(result)
  const expected = expectedBy(result)
  const reasons = errorTexts(result)
  const { specification, spec } = result.profile
  const subject = xmlText(`${specification} ${spec}`)
  const name = `oci-assay ${subject}`
  const outcomes = outcomesOf(result)
  if (outcomes.length > 0) {
    yield* documentOfImages(name, outcomes, { requirements: result.requirements, ...options })
    yield '\n'
    return
  }
  const builder = newDocument().name(name)
  const cases = groupBy(casesOf(result), ({ requirement }) => requirement.suite)
  const unfinished = groupBy(unfinishedTests(result), (test) => test.suite)
  for (const suite of new Set([...cases.keys(), ...unfinished.keys()])) {
    const own = cases.get(suite) ?? []
    const classname = xmlText(`${specification}.${spec}.${suite}`)
    const group = builder
      .testSuite()
      .name(classname)
      .timestamp(result.startedAt.replace(/\.\d+Z$|Z$/, ''))
      .time(seconds(own.reduce((sum, { duration }) => sum + duration, 0)))
    setSubject(group, subject)
    for (const [name, value] of properties(result, options))
      if (value !== '') group.property(name, xmlText(value))
    for (const each of own) {
      const testCase = group
        .testCase()
        .className(classname)
        .name(xmlText(each.name))
        .time(seconds(each.duration))
      const known = expected.get(each.requirement.id)
      if (known && isFailure(each, options)) skip(testCase, each, `known: ${whyExpected(known)}`)
      else report(testCase, each, { ...seen, reasons }, options)
    }
    // The time of its requests is that of requirements.
    for (const test of unfinished.get(suite) ?? []) {
      const reason = xmlText(printableValue(test.unfinished ?? ''))
      const testCase = group.testCase().className(classname).time(0)
      testCase.name(xmlText(`${test.id}: ${test.title}`)).error(reason, 'error', reason)
    }
  }
  const stales = result.expectations?.entries.filter((entry) => stale(entry) !== undefined) ?? []
  if (stales.length > 0) reportStale(builder, `${specification} ${spec}`, stales)
  yield `${builder.build()}\n`
}

/** At most this many of the findings that follow from another failure are listed. */
const observedLimit = 10

const isFailure = ({ requirement: { verdict } }: Case, { strict = false }: JUnitOptions): boolean =>
  verdict === 'fail' || (strict && verdict === 'warn')

function skip(testCase: TestCase, { requirement }: Case, why: string): void {
  const reason = xmlText(printableLines(why))
  describe(testCase, requirement)
  testCase.property('reason', reason)
  testCase.skipped()
  testCase.standardOutput(reason)
}

/** The verdict on a requirement, its level, what that rests on, and where. */
function describe(testCase: TestCase, { verdict, level, basis, link, tests }: Case['requirement']): void {
  testCase.property('verdict', verdict)
  testCase.property('level', level)
  if (basis !== undefined) testCase.property('basis', basis)
  testCase.property('link', xmlText(link))
  if (tests.length > 0) testCase.property('tests', xmlText([...new Set(tests)].join(' ')))
}

/** Entries that fail the run, so that the file fails with it. */
function reportStale(builder: Builder, subject: string, entries: readonly ExpectationOutcome[]): void {
  const classname = xmlText(`${subject.replace(' ', '.')}.expectations`)
  const group = builder.testSuite().name(classname).time(0)
  setSubject(group, xmlText(subject))
  for (const entry of entries) {
    const testCase = group
      .testCase()
      .className(classname)
      .name(xmlText(printableValue(nameOf(entry))))
      .time(0)
    testCase.failure(xmlText(printableValue(stale(entry) ?? '')), entry.state)
    testCase.stacktrace(xmlText(`known: ${whyExpected(entry)}`))
  }
}

/** What a case rests on. */
interface Beside extends Seen {
  /** Why requirements could not be evaluated, by their ids. */
  reasons: ReadonlyMap<string, string>
}

function report(
  testCase: TestCase,
  { requirement, observed }: Case,
  { reasons, ...seen }: Beside,
  { strict = false }: JUnitOptions,
): void {
  describe(testCase, requirement)
  const { verdict, findings } = requirement
  const [first] = findings
  const headline = xmlText(
    printableValue(first ? findingTitle(first) : (requirement.reason ?? requirement.title)),
  )
  const text = findings.length > 0 ? xmlText(findingsText(findings, requirement, seen, observed)) : headline
  switch (verdict) {
    case 'pass': {
      const notes = requirement.notes.map((note) => `note: ${note.text}`)
      if (notes.length > 0) testCase.standardOutput(xmlText(notes.join('\n')))
      return
    }
    case 'fail':
      testCase.failure(headline, verdict)
      testCase.stacktrace(text)
      return
    case 'warn':
      if (!strict) {
        testCase.standardOutput(`warning: ${text}`)
        return
      }
      testCase.failure(headline, verdict)
      testCase.stacktrace(text)
      return
    case 'error': {
      const reason = xmlText(printableValue(reasons.get(requirement.id) ?? requirement.title))
      testCase.error(reason, verdict, headline)
      return
    }
    case 'blocked':
    case 'unsupported':
    case 'skipped': {
      const reason = xmlText(reasonOf(verdict, requirement))
      testCase.property('reason', reason)
      testCase.skipped()
      const also = observedLines(observed, observedLimit).map((line) => `also observed: ${line}`)
      testCase.standardOutput([reason, ...also.map(xmlText)].join('\n'))
    }
  }
}

const reasonOf = (
  verdict: 'blocked' | 'unsupported' | 'skipped',
  { blockedBy, capability, reason }: Case['requirement'],
): string => {
  const by = verdict === 'blocked' ? blockedBy : verdict === 'unsupported' ? capability : undefined
  const start = by === undefined ? verdictWords[verdict].word : `${verdictWords[verdict].word}: ${by}`
  return reason === undefined ? start : `${start} (${printableValue(reason)})`
}

const properties = (result: RunResult, options: JUnitOptions): [string, string][] => [
  ['tool', `${result.tool.name} ${result.tool.version}`],
  ['target', result.target.name],
  ['specification', result.profile.specification],
  ['spec', result.profile.spec],
  ['depth', extentName(result.profile)],
  ['seed', result.seed],
  ['conclusion', conclusionOf(result, options).name],
  ['headline', headlineOf(result, options)],
  ...measurementsOf(result).map((record): [string, string] => {
    const { operation, remark, ...figures } = figuresOf(record)
    const each = Object.entries(figures).filter(([, value]) => value !== '')
    return [
      `measurement: ${operation}`,
      [
        ...each.map(([name, value]) => `${columns[name as keyof typeof figures]} ${value}`),
        ...(remark === '' ? [] : [remark]),
      ].join(', '),
    ]
  }),
  ...Object.entries(result.target.details).filter(([name]) => name === otherOrigins),
]
