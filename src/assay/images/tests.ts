import { failure, holds, violated, warning } from '../../engine/judgement.ts'
import type { Suite, Test, TestContext } from '../../engine/suite.ts'
import { namesOf, type FindingGroup, type Gathering } from './group.ts'

/** What a test of many images is given. */
export interface ImagesContext extends TestContext {
  /** Resolves when all images were validated. */
  finished(): Promise<Gathering>
  /** Called once for each test: what to report where the run is interrupted before that. */
  onInterrupted(report: (gathering: Gathering) => void): void
}

/** Findings of one requirement that are listed; the rest is counted. */
const mostFindings = 50

/** Suites with the requirements of these, each of which one test reports for all images. */
export const suitesOfImages = (suites: readonly Suite<never>[]): Suite<ImagesContext>[] =>
  suites.map((suite) => ({
    ...suite,
    tests: suite.requirements
      .filter(({ id }) => suite.tests.some(({ evaluates }) => evaluates.includes(id)))
      .map(({ id, title }) => testOf(id, title)),
  }))

const testOf = (id: string, title: string): Test<ImagesContext> => ({
  id: `images.${id}`,
  title: `All images: ${title}`,
  evaluates: [id],
  async run(t) {
    t.onInterrupted((gathering) => reportFindings(t, id, gathering))
    const gathering = await t.finished()
    reportFindings(t, id, gathering)
    const { passed, findings, errors, blocked, skipped } = gathering.of(id)
    if (passed > 0) t.check(id, holds())
    else if (gathering.earlier > 0 && findings.size + errors.size === 0)
      t.check(id, holds('was evaluated in an earlier run, of images that have not changed'))
    else if (findings.size === 0 && errors.size === 0) {
      if (blocked) t.blocked(blocked.by, blocked.reason)
      t.skip(id, skipped ?? 'no image has anything to evaluate')
    }
  },
})

/** The findings that most images have come first. */
function reportFindings(t: TestContext, id: string, gathering: Gathering): void {
  const { findings, errors } = gathering.of(id)
  const groups = [...findings.values()].toSorted((one, other) => other.count - one.count)
  for (const group of groups.slice(0, mostFindings)) report(t, id, group)
  const rest = groups.slice(mostFindings)
  const [first] = rest
  if (first) {
    const count = rest.reduce((sum, each) => sum + each.count, 0)
    const title = `also has ${rest.length} more different findings`
    const judgement = violated(title, first.finding.expected, `in ${count} images, not listed one by one`)
    t.check(
      id,
      first.finding.verdict === 'warn' ? warning(judgement) : failure(judgement),
      ...first.finding.evidence,
    )
  }
  for (const { reason, ...named } of [...errors.values()].toSorted((one, other) => other.count - one.count)) {
    const { count } = named
    t.unevaluated(id, `${reason} (${count === 1 ? namesOf(named) : `${count} images: ${namesOf(named)}`})`)
  }
}

function report(t: TestContext, id: string, { finding, ...named }: FindingGroup): void {
  const { title, expected, received, evidence, verdict } = finding
  const many = named.count > 1
  const judgement = violated(
    many ? `${title}: ${named.count} images` : title,
    expected,
    `${received}, in ${namesOf(named)}`,
  )
  t.check(id, verdict === 'warn' ? warning(judgement) : failure(judgement), ...evidence)
}
