import { Argument, Command } from 'commander'
import { specVersions, type Requirement } from '../../engine/requirement.ts'
import { disturbances } from '../../../suites/distribution/disturbances/index.ts'
import { faults } from '../../../suites/distribution/faults.ts'
import { personas } from '../../../suites/distribution/personas.ts'
import { defects } from '../../../suites/image/catalogue.ts'
import { catalogue } from './catalogue.ts'
import type { Outcome } from '../outcome.ts'

const lists = ['requirements', 'suites', 'faults', 'defects', 'personas'] as const

/** `oci-assay list`: what there is to decide, and what there is to break. */
export function listCommand(_outcome: Outcome): Command {
  return new Command('list')
    .description('list requirements, suites, faults of registries, defects of images, or personas')
    .addArgument(new Argument('<what>').choices([...lists]))
    .option('--json', 'as JSON')
    .action((what: (typeof lists)[number], { json }: { json?: true }) => {
      const rows = {
        requirements: listRequirements,
        suites: listSuites,
        faults: listFaults,
        defects: listDefects,
        personas: listPersonas,
      }[what](json === true)
      process.stdout.write(json ? `${JSON.stringify(rows, undefined, 2)}\n` : table(rows))
    })
}

type Row = Record<string, string | number | null>

const ofVersions = ({ at }: Requirement, property: 'level' | 'basis') =>
  specVersions.map((version) => at[version]?.[property] ?? '-').join('/')

/** The reasoning of a level has no room in a line of the table. */
function listRequirements(json: boolean): Row[] {
  return catalogue.flatMap(({ of, suite: { name, requirements } }) =>
    requirements.map((requirement) => ({
      id: requirement.id,
      of,
      suite: name,
      'levels (1.0/1.1/dev)': ofVersions(requirement, 'level'),
      'basis (1.0/1.1/dev)': ofVersions(requirement, 'basis'),
      ...(json ? { reasoning: requirement.reasoning ?? null } : {}),
      title: requirement.title,
    })),
  )
}

function listSuites(): Row[] {
  return catalogue.map(({ of, suite: { name, title, requirements, tests } }) => ({
    name,
    of,
    title,
    requirements: requirements.length,
    tests: tests.length,
  }))
}

/** Disturbances break nothing, so they stand without a requirement. */
function listFaults(): Row[] {
  return [
    ...faults.map(({ id, violates, title, seenIn }) => ({ id, violates, title, 'seen in': seenIn ?? null })),
    ...disturbances.map(({ id, title }) => ({ id, violates: null, title, 'seen in': null })),
  ]
}

/** What images are seen to be caught with; their layouts are made by the tests. */
function listDefects(): Row[] {
  return defects.map(({ id, violates, title }) => ({ id, violates, title }))
}

function listPersonas(): Row[] {
  return personas.map(({ name, title, faults: ids }) => ({ name, title, faults: ids.join(', ') }))
}

/** Columns aligned by blanks; the last one is not padded. */
function table(rows: readonly Row[]): string {
  const [first] = rows
  if (!first) return ''
  const names = Object.keys(first)
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))]
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === names.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
  return `${cells.map((row) => line(row).trimEnd()).join('\n')}\n`
}
