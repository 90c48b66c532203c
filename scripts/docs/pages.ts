import { catalogue } from '../../src/cli/commands/catalogue.ts'
import { capabilities } from '../../suites/distribution/capabilities/index.ts'
import { faults } from '../../src/cli/commands/known-faults.ts'
import { clientTripFaults } from '../../suites/roundtrip/clients/faults.ts'
import { upgradeFaults } from '../../suites/roundtrip/upgrade/faults.ts'
import { startFaults } from '../../suites/roundtrip/start/faults.ts'
import { faults as clientFaults } from '../../suites/client/faults.ts'
import { defects } from '../../suites/image/catalogue.ts'
import { isSubjectName, loadSubject } from '../census/subjects.ts'
import { coveragePage, type Covered } from './coverage-page.ts'
import { suitePage, type Violation } from './suite-page.ts'

const violations: readonly Violation[] = [
  ...faults,
  ...startFaults,
  ...clientTripFaults,
  ...upgradeFaults,
  ...defects,
  ...clientFaults,
].map(({ id, violates, title }) => ({
  id,
  violates,
  title,
}))

const pageOf = new Map(
  catalogue.flatMap(({ suite }) => suite.requirements.map(({ id }) => [id, `${suite.name}.md`] as const)),
)

/** Every generated page of docs/: its path below docs/ and its text. */
export async function generatedPages(): Promise<Map<string, string>> {
  const pages = catalogue.map(({ of, suite }): [string, string] => [
    `requirements/${suite.name}.md`,
    suitePage(suite, {
      of,
      violationsName: of === 'image' ? 'Defects' : 'Faults',
      tests: catalogue.flatMap((each) => each.suite.tests),
      violations,
      pageOf,
      capabilities,
    }),
  ])
  return new Map([
    ...pages,
    ['requirements/README.md', indexPage()],
    ['coverage.md', coveragePage(await covered())],
  ])
}

function indexPage(): string {
  const rows = catalogue.map(
    ({ of, suite }) =>
      `| [${suite.title}](${suite.name}.md) | ${suite.specification.title} | ${of} | ${suite.requirements.length} | ${suite.tests.length} |`,
  )
  return [
    '# Requirements',
    '',
    'One page for each suite; the id of a requirement is its anchor: `push.md#push.session.start`. Made from the code by `npm run docs`.',
    '',
    '| suite | specification | target | requirements | tests |',
    '| --- | --- | --- | ---: | ---: |',
    ...rows,
    '',
  ].join('\n')
}

async function covered(): Promise<Covered[]> {
  const specifications = [...new Set(catalogue.map(({ suite }) => suite.specification))]
  return Promise.all(
    specifications.map(async ({ name }) => {
      if (!isSubjectName(name)) throw new Error(`no census of the specification ${name}`)
      const { specification, requirements, notes } = await loadSubject(name)
      const tests = catalogue.flatMap(({ suite }) => suite.tests)
      const evaluated = new Set([...tests, ...capabilities].flatMap(({ evaluates }) => evaluates))
      return { specification, requirements, notes, evaluated, violations: countsOf(violations) }
    }),
  )
}

function countsOf(all: readonly Violation[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { violates } of all) counts.set(violates, (counts.get(violates) ?? 0) + 1)
  return counts
}
