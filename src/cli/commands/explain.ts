import { Command } from 'commander'
import { linkTo, specVersions, type Requirement } from '../../engine/requirement.ts'
import type { Suite } from '../../engine/suite.ts'
import { faults } from '../../../suites/distribution/faults.ts'
import { defects } from '../../../suites/image/catalogue.ts'
import { levelText } from '../../results/text/level.ts'
import { catalogue } from './catalogue.ts'
import type { Outcome } from '../outcome.ts'
import { unknownId } from './unknown-id.ts'

/** `oci-assay explain <requirement>`: what it says, where the text says so, and what breaks without it. */
export function explainCommand(_outcome: Outcome): Command {
  return new Command('explain')
    .description('explain a requirement: its text, its tests, and what goes wrong where it is broken')
    .argument('<requirement>', 'its id')
    .action((id: string) => {
      process.stdout.write(explanation(id))
    })
}

function explanation(id: string): string {
  for (const { of, suite } of catalogue) {
    const requirement = suite.requirements.find((each) => each.id === id)
    if (requirement) return `${describe(of, requirement, suite).join('\n')}\n`
  }
  const ids = catalogue.flatMap(({ suite }) => suite.requirements.map((each) => each.id))
  throw unknownId('requirement', id, ids)
}

function describe(
  of: string,
  requirement: Requirement,
  { specification, tests, title }: Suite<never>,
): string[] {
  const { id, at, reasoning, ruling, field, unobservable, dependsOn = [] } = requirement
  const stated = specVersions.flatMap((version) => {
    const statement = at[version]
    if (!statement) return [`  ${version.padEnd(4)} not stated`]
    return [
      `  ${version.padEnd(4)} ${levelText(statement).padEnd(16)} ${linkTo(statement.places[0], specification, version)}`,
    ]
  })
  const deciding = tests
    .filter(({ evaluates }) => evaluates.includes(id))
    .map((test) => `  ${test.id}: ${test.title}`)
  const violating = faults
    .filter(({ violates }) => violates === id)
    .map((fault) => `  ${fault.id}: ${fault.title}${fault.seenIn ? ` (seen in ${fault.seenIn})` : ''}`)
  const defective = defects
    .filter(({ violates }) => violates === id)
    .map((defect) => `  ${defect.id}: ${defect.title}`)
  return [
    id,
    `The ${of} ${requirement.title}.`,
    '',
    `${specification.title}, ${title}, section ${requirement.section}:`,
    ...stated,
    ...paragraph('Why its level is derived', reasoning),
    ...paragraph('How it is judged', ruling),
    ...paragraph('In the field', field),
    ...paragraph('Cannot be seen from outside', unobservable),
    ...paragraph('Builds on', dependsOn.length > 0 ? dependsOn.join(', ') : undefined),
    ...list('Decided by', deciding),
    ...list('Faults that violate it (oci-assay serve --fault)', violating),
    ...list('Defects that violate it, each in one layout that it is tested with', defective),
  ]
}

const paragraph = (title: string, text: string | undefined): string[] =>
  text === undefined ? [] : ['', `${title}: ${text}`]

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : ['', `${title}:`, ...items]
