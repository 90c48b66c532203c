import { Command } from 'commander'
import { linkTo, specVersions, type Requirement } from '../../engine/requirement.ts'
import type { Suite, Test } from '../../engine/suite.ts'
import { faults } from './known-faults.ts'
import { clientTripFaults } from '../../../suites/roundtrip/clients/faults.ts'
import { upgradeFaults } from '../../../suites/roundtrip/upgrade/faults.ts'
import { startFaults } from '../../../suites/roundtrip/start/faults.ts'
import { faults as clientFaults } from '../../../suites/client/faults.ts'
import { defects } from '../../../suites/image/catalogue.ts'
import { levelText } from '../../results/text/level.ts'
import type { Outcome } from '../outcome.ts'
import { catalogueWith, suiteOption, type Catalogue } from './catalogue.ts'
import { probesOf, testsOf } from './requirement-list.ts'
import { unknownId } from './unknown-id.ts'

/** `oci-assay explain <id>`: a requirement with its link, ruling and impact, or what a test evaluates. */
export function explainCommand(_outcome: Outcome): Command {
  return new Command('explain')
    .description('explain a requirement or a test: levels with links, ruling, impact, tests and faults')
    .argument('<id>', 'id of a requirement or a test')
    .option(...suiteOption)
    .action(async (id: string, { suite }: { suite?: string[] }) => {
      process.stdout.write(explanation(id, await catalogueWith(suite)))
    })
}

/** A requirement and a test may have the same id: both are explained. Throws Failure where neither has it. */
function explanation(id: string, suites: Catalogue): string {
  const found = suites.flatMap(({ of, suite }) => [
    ...suite.requirements
      .filter((each) => each.id === id)
      .map((each) => describe(of, each, suite, testsOf(each.id, suites))),
    ...suite.tests.filter((each) => each.id === id).map((each) => describeTest(each, suite)),
  ])
  if (found.length > 0) return `${found.map((lines) => lines.join('\n')).join('\n\n')}\n`
  const ids = suites.flatMap(({ suite: { requirements, tests } }) =>
    [...requirements, ...tests].map((each) => each.id),
  )
  throw unknownId('requirement or test', id, [...new Set(ids)], 'requirements')
}

function describeTest(
  { id, title, evaluates, mayEvaluate = [], needs = [], depth }: Test<never>,
  { requirements, title: suite }: Suite<never>,
): string[] {
  const titles = new Map(requirements.map((each) => [each.id, each.title]))
  const named = (ids: readonly string[]) =>
    ids.map((each) => (titles.has(each) ? `  ${each}: ${titles.get(each)}` : `  ${each}`))
  return [
    `${id} (test of the suite ${suite})`,
    title,
    ...list('Evaluates', named(evaluates)),
    ...list('May also find violated', named(mayEvaluate)),
    ...paragraph('Needs these capabilities', needs.length > 0 ? needs.join(', ') : undefined),
    ...paragraph('Runs from depth', depth),
  ]
}

function describe(
  of: string,
  requirement: Requirement,
  { specification, title }: Suite<never>,
  tests: readonly Pick<Test<never>, 'id' | 'title'>[],
): string[] {
  const { id, at, reasoning, ruling, impact, unobservable, dependsOn = [], variantOf } = requirement
  const stated = specVersions.flatMap((version) => {
    const statement = at[version]
    if (!statement) return [`  ${version.padEnd(4)} not stated`]
    return [
      `  ${version.padEnd(4)} ${levelText(statement).padEnd(16)} ${linkTo(statement.places[0], specification, version)}`,
    ]
  })
  const evaluating = tests.map((test) => `  ${test.id}: ${test.title}`)
  const probing = probesOf(id).map((each) => `  the probe for the capability ${each.name}: ${each.title}`)
  const violating = faults
    .filter(({ violates }) => violates === id)
    .map((fault) => `  ${fault.id}: ${fault.title}${fault.seenIn ? ` (seen in ${fault.seenIn})` : ''}`)
  const starting = [...startFaults, ...clientTripFaults, ...upgradeFaults]
    .filter(({ violates }) => violates === id)
    .map((fault) => `  ${fault.id}: ${fault.title}`)
  const defective = defects
    .filter(({ violates }) => violates === id)
    .map((defect) => `  ${defect.id}: ${defect.title}`)
  const mistaken = clientFaults
    .filter(({ violates }) => violates === id)
    .map(({ id: fault, title: what, seenIn }) => `  ${fault}: ${what}${seenIn ? ` (seen in ${seenIn})` : ''}`)
  return [
    id,
    `The ${of} ${requirement.title}.`,
    '',
    `${specification.title}, ${title}, section ${requirement.section}:`,
    ...stated,
    ...paragraph('Reasoning for its level', reasoning),
    ...paragraph('Ruling', ruling),
    ...paragraph('Impact', impact),
    ...paragraph('Not observable by a client', unobservable),
    ...paragraph('Depends on', dependsOn.length > 0 ? dependsOn.join(', ') : undefined),
    ...paragraph('Variant of', variantOf),
    ...list('Evaluated by', [...evaluating, ...probing]),
    ...list('Faults that violate it (oci-assay serve --fault)', violating),
    ...list('Faults of the mini client that violate it', mistaken),
    ...list('Layout defects that violate it', defective),
    ...list('Images that violate it', starting),
  ]
}

const paragraph = (title: string, text: string | undefined): string[] =>
  text === undefined ? [] : ['', `${title}: ${text}`]

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : ['', `${title}:`, ...items]
