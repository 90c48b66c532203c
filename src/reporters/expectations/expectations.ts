import type { RunResult } from '../../results/result.ts'
import type { Expectation } from '../../results/expectations/expectation.ts'
import { cut, printable } from '../../results/text/printable.ts'
import type { Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'
import { yamlText } from '../text/yaml-text.ts'

interface FileOptions {
  /** Warnings are failures of a strict run, and stand in its expectations. */
  strict?: boolean
}

/** Writes what is broken as a file for --expectations. */
export const expectationsFile = (path: string, options: FileOptions = {}): Reporter =>
  writing('expectations.yaml', path, (result) => expectationsText(result, options))

const heading = `# yaml-language-server: $schema=node_modules/oci-assay/schemas/expectations.schema.json
#
# What is known to be broken: a run with --expectations fails on what is not named here, on an entry
# that passes, and on one whose last day (expires: 2027-01-31) is over. Say in each reason why it is
# known, and give a link to where it is worked on.
`

/**
 * Entries for all that is broken now. Where the run was compared with expectations, entries that
 * still hold, or could not be decided, are kept as they are, and those that no longer hold are gone.
 */
export function expectationsText(result: RunResult, { strict = false }: FileOptions = {}): string {
  const foreseen = new Set(result.expectations?.foreseen)
  const kept = (result.expectations?.entries ?? [])
    .filter(({ state }) => state !== 'passing')
    .map(({ state: _state, requirements: _found, ...entry }): Expectation => entry)
  const broken = result.requirements.filter(
    ({ id, verdict }) => !foreseen.has(id) && (verdict === 'fail' || (strict && verdict === 'warn')),
  )
  const fresh = broken.map(({ id, title, findings: [finding] }): Expectation => {
    const reason = printable(cut(finding?.title ?? `not true: ${title}`, 200))
    return { requirement: id, reason }
  })
  return heading + yamlText({ expectations: [...kept, ...fresh] })
}
