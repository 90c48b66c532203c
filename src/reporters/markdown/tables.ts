import { count } from '../../engine/verdict.ts'
import { groupBy } from '../../results/causes/causes.ts'
import { outcomeWords, refusalOf, type KindGroup } from '../text/content-matrix.ts'
import { columns, figuresOf } from '../text/measurements.ts'
import type { MeasurementRecord } from '../../registry/record/measurement.ts'
import { nameOf, reasonOf, stale } from '../../results/expectations/expected.ts'
import type { RunResult } from '../../results/result.ts'
import { plural, verdictOrder, verdictWords } from '../../results/text/words.ts'
import { cell, code, prose, words } from './escape.ts'

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers = false,
): string {
  const rule = head.map((_, index) => (numbers && index > 0 ? '---:' : '---'))
  return [row(head), `| ${rule.join(' | ')} |`, ...rows.map(row)].join('\n')
}

const tally = (verdicts: Parameters<typeof count>[0]): string[] => {
  const totals = count(verdicts)
  return verdictOrder.map((verdict) => (totals[verdict] === 0 ? '·' : String(totals[verdict])))
}

/** One line a suite, the sum last: how many requirements have each verdict. */
export function suiteTable({ requirements }: RunResult): string {
  const suites = [...groupBy(requirements, ({ suite }) => suite)]
  return table(
    ['suite', ...verdictOrder.map((verdict) => verdictWords[verdict].many)],
    [
      ...suites.map(([suite, list]) => [words(suite), ...tally(list.map(({ verdict }) => verdict))]),
      ['**all**', ...tally(requirements.map(({ verdict }) => verdict))],
    ],
    true,
  )
}

/** Optional features, and the state of each. */
export const capabilityTable = ({ capabilities }: RunResult): string =>
  table(
    ['optional feature', 'state', 'details'],
    capabilities.map(({ title, state, detail }) => [
      words(title),
      state,
      detail === undefined ? '' : prose(detail),
    ]),
  )

/** Which kinds of content the registry accepts, and which field it rejects. */
export const contentTable = (groups: readonly KindGroup[]): string =>
  table(
    ['artifact type', 'outcome', 'reason'],
    groups
      .flatMap(({ kinds }) => kinds)
      .map((kind) => {
        const why = refusalOf(kind)
        return [words(kind.what), outcomeWords[kind.outcome], why === undefined ? '' : prose(why)]
      }),
  )

/** How long operations took, and how much they moved. */
export function measurementTable(records: readonly MeasurementRecord[]): string {
  const names = ['operation', 'count', 'size', 'median', 'p95', 'rate', 'throughput', 'remark'] as const
  const rows = records.map(figuresOf)
  const shown = names.filter((name) => rows.some((row) => row[name] !== ''))
  return table(
    shown.map((name) => columns[name]),
    rows.map((row) => shown.map((name) => (row[name] === '' ? '' : words(row[name])))),
    true,
  )
}

const stateWords = {
  passing: 'passes now',
  expired: 'expired',
  met: 'still fails',
  inconclusive: 'inconclusive',
} as const

/** The comparison with known failures: entries that need a change first. */
export function expectationTable({ expectations }: RunResult): string {
  const { entries = [], totals } = expectations ?? {}
  const order = ['passing', 'expired', 'met', 'inconclusive'] as const
  const sorted = order.flatMap((state) => entries.filter((entry) => entry.state === state))
  const lead = `${plural(totals?.new ?? 0, 'failure')} beyond the known ones.`
  if (sorted.length === 0) return lead
  const rows = sorted.map((entry) => {
    const todo = stale(entry)
    const why = `${prose(reasonOf(entry))}${todo === undefined ? '' : `; **${words(todo)}**`}`
    return [code(nameOf(entry)), stateWords[entry.state], why]
  })
  return `${lead}\n\n${table(['entry', 'state', 'reason'], rows)}`
}
