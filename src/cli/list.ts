import { Argument, Command } from 'commander'
import { suites } from '../../suites/distribution/index.ts'
import { specVersions, type Requirement } from '../engine/requirement.ts'
import { faults } from '../reference/index.ts'
import type { Outcome } from './program.ts'

/** `oci-assay list`: what there is to decide, and what there is to break. */
export function listCommand(_outcome: Outcome): Command {
  return new Command('list')
    .description('list requirements, suites or faults')
    .addArgument(new Argument('<what>').choices(['requirements', 'suites', 'faults']))
    .option('--json', 'as JSON')
    .action((what: 'requirements' | 'suites' | 'faults', { json }: { json?: true }) => {
      const rows = { requirements: listRequirements, suites: listSuites, faults: listFaults }[what]()
      process.stdout.write(json ? `${JSON.stringify(rows, undefined, 2)}\n` : table(rows))
    })
}

type Row = Record<string, string | number | null>

const levels = ({ at }: Requirement) => specVersions.map((version) => at[version]?.level ?? '-').join('/')

function listRequirements(): Row[] {
  return suites.flatMap(({ name, requirements }) =>
    requirements.map((requirement) => ({
      id: requirement.id,
      suite: name,
      'levels (1.0/1.1/dev)': levels(requirement),
      title: requirement.title,
    })),
  )
}

function listSuites(): Row[] {
  return suites.map(({ name, title, requirements, tests }) => ({
    name,
    title,
    requirements: requirements.length,
    tests: tests.length,
  }))
}

function listFaults(): Row[] {
  return faults.map(({ id, breaks, title, seenIn }) => ({ id, breaks, title, 'seen in': seenIn ?? null }))
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
