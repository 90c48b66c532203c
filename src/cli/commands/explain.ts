import { Command } from 'commander'
import { linkTo, specVersions, type Requirement } from '../../engine/requirement.ts'
import type { Suite } from '../../engine/suite.ts'
import { faults } from '../../../suites/distribution/faults.ts'
import { defects } from '../../../suites/image/catalogue.ts'
import { levelText } from '../../results/text/level.ts'
import { catalogue } from './catalogue.ts'
import type { Outcome } from '../outcome.ts'
import { unknownId } from './unknown-id.ts'

/** `oci-assay explain <requirement>`: its text, where it is specified, and the impact of a violation. */
export function explainCommand(_outcome: Outcome): Command {
  return new Command('explain')
    .description('explain a requirement: its text, its tests and the impact of a violation')
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
  const { id, at, reasoning, ruling, impact, unobservable, dependsOn = [] } = requirement
  const stated = specVersions.flatMap((version) => {
    const statement = at[version]
    if (!statement) return [`  ${version.padEnd(4)} not stated`]
    return [
      `  ${version.padEnd(4)} ${levelText(statement).padEnd(16)} ${linkTo(statement.places[0], specification, version)}`,
    ]
  })
  const evaluating = tests
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
    ...paragraph('Reasoning for its level', reasoning),
    ...paragraph('Ruling', ruling),
    ...paragraph('Impact', impact),
    ...paragraph('Not observable by a client', unobservable),
    ...paragraph('Depends on', dependsOn.length > 0 ? dependsOn.join(', ') : undefined),
    ...list('Evaluated by', evaluating),
    ...list('Faults that violate it (oci-assay serve --fault)', violating),
    ...list('Layout defects that violate it', defective),
  ]
}

const paragraph = (title: string, text: string | undefined): string[] =>
  text === undefined ? [] : ['', `${title}: ${text}`]

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : ['', `${title}:`, ...items]
