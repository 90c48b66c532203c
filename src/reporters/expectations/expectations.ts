import type { RunResult } from '../../results/result.ts'
import type { Expectation } from '../../results/expectations/expectation.ts'
import { cut, printable } from '../../results/text/printable.ts'
import type { Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'
import { yamlText } from '../text/yaml-text.ts'

interface FileOptions {
  /** Warnings are failures of a strict run, and part of its expectations. */
  strict?: boolean
}

/** Writes the current failures, as a file for --expectations. */
export const expectationsFile = (path: string, options: FileOptions = {}): Reporter =>
  writing('expectations.yaml', path, (result) => expectationsText(result, options))

const heading = `# yaml-language-server: $schema=node_modules/oci-assay/schemas/expectations.schema.json
#
# Known failures: a run with --expectations fails on a failure that is not listed here, on an entry that
# passes, and on one that has expired (expires: 2027-01-31). Give the reason of each, and a link to its issue.
`

/**
 * Entries for all failures of now. Where the run was compared with expectations, entries that still fail or
 * are inconclusive are kept as they are, and those that pass are gone.
 */
export function expectationsText(result: RunResult, { strict = false }: FileOptions = {}): string {
  const expected = new Set(result.expectations?.expected)
  const kept = (result.expectations?.entries ?? [])
    .filter(({ state }) => state !== 'passing')
    .map(({ state: _state, requirements: _found, ...entry }): Expectation => entry)
  const failures = result.requirements.filter(
    ({ id, verdict }) => !expected.has(id) && (verdict === 'fail' || (strict && verdict === 'warn')),
  )
  const fresh = failures.map(({ id, title, findings: [finding] }): Expectation => {
    const reason = printable(cut(finding?.title ?? `violated: ${title}`, 200))
    return { requirement: id, reason }
  })
  return heading + yamlText({ expectations: [...kept, ...fresh] })
}
