import type { Contender } from '../../compare/columns.ts'
import type { Grid } from '../../compare/grid.ts'
import { sideBySide } from '../../compare/side-by-side.ts'
import { exchangesOf } from '../causes.ts'
import { brief, evidenceLine } from '../finding-text.ts'
import type { AssayResult } from '../reporter.ts'

/** Results side by side, each finding with the exchange that shows it in one line. */
export function gridOf(contenders: readonly Contender<AssayResult>[], tool: Grid['tool']): Grid {
  const exchanges = new Map(contenders.map(({ result }) => [result, exchangesOf(result)]))
  return sideBySide(contenders, tool, (evidence, result) =>
    brief(evidenceLine(evidence, exchanges.get(result) ?? new Map())),
  )
}
