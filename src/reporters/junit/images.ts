import type { Builder } from 'junit-report-builder'
import type { RequirementResult } from '../../engine/events.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import { printableValue } from '../text/finding-text.ts'
import { joined, newDocument, setSubject, xmlText, type Counts } from './document.ts'
import { findingIn } from '../../results/text/finding-title.ts'

/**
 * A suite for each image of many: a testcase for each requirement that failed or warns there, and one for its conclusion.
 * What failed is described where the requirement is, in results.json and report.html: ten thousand copies of that would be most of the file.
 * In parts, since of ten thousand images it is most of the memory of a run.
 */
export function* documentOfImages(
  name: string,
  outcomes: readonly ImageOutcome[],
  options: ImageSuites,
  atOnce = usualAtOnce,
): Generator<string> {
  yield* joined(documentsOf(name, outcomes, options, atOnce), countsOf(outcomes, options))
}

function* documentsOf(
  name: string,
  outcomes: readonly ImageOutcome[],
  options: ImageSuites,
  atOnce: number,
): Generator<string> {
  for (let at = 0; at < outcomes.length; at += atOnce) {
    const builder = newDocument().name(name)
    addImages(builder, outcomes.slice(at, at + atOnce), options)
    yield builder.build()
  }
}

function countsOf(outcomes: readonly ImageOutcome[], { strict = false }: ImageSuites): Counts {
  const counts = { tests: 0, failures: 0, errors: 0 }
  for (const { conclusion, failed, warned } of outcomes) {
    counts.tests += failed.length + warned.length + 1
    counts.failures += failed.length + (strict ? warned.length : 0)
    counts.errors += isOpen(conclusion) ? 1 : 0
  }
  return counts
}

/** Suites of one document of the library. */
const usualAtOnce = 100

const isOpen = (conclusion: ImageOutcome['conclusion']): boolean =>
  conclusion === 'incomplete' || conclusion === 'not-tested'

interface ImageSuites {
  requirements: readonly RequirementResult[]
  strict?: boolean
}

function addImages(
  builder: Builder,
  outcomes: readonly ImageOutcome[],
  { requirements, strict = false }: ImageSuites,
): void {
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]))
  for (const { name, conclusion, failed, warned, reason, digest } of outcomes) {
    const image = xmlText(printableValue(name))
    const group = builder.testSuite().name(image).time(0)
    setSubject(group, image)
    if (digest !== undefined) group.property('digest', xmlText(digest))
    const caseOf = (title: string) => group.testCase().className(image).name(xmlText(title)).time(0)
    const isFailure = (id: string) => failed.includes(id) || strict
    for (const id of [...failed, ...warned]) {
      const requirement = byId.get(id)
      const title = xmlText(
        printableValue(findingIn(requirement?.findings ?? [], name)?.title ?? requirement?.title ?? id),
      )
      const testCase = caseOf(requirement === undefined ? id : `${id}: ${requirement.title}`)
      if (isFailure(id)) testCase.failure(title, failed.includes(id) ? 'fail' : 'warn')
      else testCase.standardOutput(`warning: ${title}`)
    }
    const whole = caseOf('could be evaluated')
    if (isOpen(conclusion)) {
      const why = xmlText(printableValue(reason ?? conclusion))
      whole.error(why, conclusion, why)
    }
  }
}
