import type { Contender } from '../../results/comparison/columns.ts'
import type { Grid } from '../../results/comparison/grid.ts'
import { sideBySide } from '../../results/comparison/side-by-side.ts'
import { exchangesOf } from '../../results/causes/causes.ts'
import { brief, evidenceLine } from '../text/finding-text.ts'

/** Results side by side, each finding with the exchange that shows it in one line. */
export function gridOf(contenders: readonly Contender[], tool: Grid['tool']): Grid {
  const exchanges = new Map(contenders.map(({ result }) => [result, exchangesOf(result)]))
  return sideBySide(contenders, tool, (evidence, result) =>
    brief(evidenceLine(evidence, exchanges.get(result) ?? new Map())),
  )
}
