import type { Cell, Column, Grid, Row } from '../../src/results/comparison/grid.ts'
import { gridVersion } from '../../src/results/comparison/grid.ts'
import { count, worst, type Finding, type Verdict } from '../../src/engine/verdict.ts'
import { linkTo } from '../../src/engine/requirement.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'
import { specification } from '../../suites/image/specification.ts'
import { requirements } from '../../suites/roundtrip/clients/requirements.ts'
import type { Passage } from '../../suites/roundtrip/clients/passage.ts'
import { causes, causeText, type Cause } from './causes.ts'
import { isOptional } from './kinds.ts'

/** What one round trip showed: of the registry by itself, and of each client. */
export interface Travelled {
  registry: string
  kind: LayoutCase
  /** What failed where no client is involved, with the requirement. */
  own: readonly { requirement: string; verdict: Verdict; title: string }[]
  passages: readonly Passage[]
  /** Referrers that a client pushed, and that are in no list afterwards. */
  unlisted: readonly Finding[]
}

export interface Client {
  name: string
  version?: string
}

/** A failing cell, and its cause. */
export interface Looked {
  cell: string
  title: string
  cause?: Cause
}

const own = 'oci-assay'

type Operation = Passage['operation']
const operations: readonly Operation[] = ['push', 'pull']

const verdicts: Readonly<Record<Passage['outcome'], Verdict>> = {
  same: 'pass',
  converted: 'warn',
  changed: 'fail',
  failed: 'fail',
  unsupported: 'unsupported',
  open: 'error',
}

function cellOf(
  passages: readonly Passage[],
  kind: LayoutCase,
  pushed: Verdict | undefined,
  unlisted: Finding | undefined,
): Cell {
  const verdictOf = ({ outcome }: Passage): Verdict =>
    outcome === 'failed' && isOptional(kind) ? 'warn' : verdicts[outcome]
  if (passages.length === 0)
    return {
      verdict: 'blocked',
      reason: pushed === undefined ? 'the registry rejects it' : 'nothing was pushed',
    }
  const verdict = worst(passages.map(verdictOf))
  const [first] = passages.filter((each) => verdictOf(each) === verdict)
  if (!first || verdict === 'pass') return unlisted ? cellOfFinding(unlisted) : { verdict: 'pass' }
  const { differences, reason = '', pushedBy, operation, command = '' } = first
  const from = operation === 'pull' ? `pulling what ${pushedBy ?? own} pushed: ` : ''
  const more = passages.filter((each) => verdictOf(each) === verdict).length - 1
  if (verdict === 'unsupported' || verdict === 'error') return { verdict, reason: `${from}${reason}` }
  const [difference] = differences
  return {
    verdict,
    title: `${from}${difference?.title ?? 'the command failed'}`,
    expected: [difference?.expected ?? `${command} succeeds`],
    received: difference ? `${difference.received}${reason === '' ? '' : ` (${reason})`}` : reason,
    ...(more > 0 ? { more } : {}),
  }
}

const cellOfFinding = ({ verdict, title, expected, received }: Finding): Cell => ({
  verdict,
  title,
  expected,
  received,
})

/** The first of what a client pushed and is in no list. */
const unlistedBy = (name: string, operation: Operation, { unlisted }: Travelled): Finding | undefined =>
  operation === 'push' ? unlisted.find(({ title }) => title.startsWith(`${name}, pushing: `)) : undefined

const causeOf = (
  client: string,
  { registry, kind }: Travelled,
  operation: Operation,
  text: string,
): Cause | undefined =>
  causes.find(
    (each) =>
      (each.client ?? client) === client &&
      (each.registry ?? registry) === registry &&
      (each.kind ?? kind.id) === kind.id &&
      (each.operation ?? operation) === operation &&
      (each.says?.test(text) ?? true),
  )

const needsCause = ({ verdict }: Cell): boolean => verdict !== 'pass' && verdict !== 'skipped'

const textOf = ({ title = '', reason = '', received = '' }: Cell): string => `${title} ${reason} ${received}`

/** The registry by itself: this program pushes and pulls. */
function ownCell(travelled: Travelled, operation: Operation): Cell {
  const found = travelled.own.filter(
    ({ requirement }) => requirement.endsWith('.accepted') === (operation === 'push'),
  )
  const [first] = found
  if (!first) return { verdict: 'pass' }
  const { verdict, title, requirement } = first
  if (verdict !== 'fail' && verdict !== 'warn') return { verdict, reason: `${requirement}: ${title}` }
  return {
    verdict,
    title,
    expected: ['the same image'],
    received: requirement,
    ...(found.length > 1 ? { more: found.length - 1 } : {}),
  }
}

/** Registries and kinds of content as rows, clients as columns. */
export function gridOf(
  all: readonly Travelled[],
  clients: readonly Client[],
  { tool, startedAt }: { tool: Grid['tool']; startedAt: string },
): { grid: Grid; looked: readonly Looked[] } {
  const looked: Looked[] = []
  const columns = [{ name: own, version: tool.version }, ...clients]
  const rows = all.flatMap((travelled): Row[] =>
    operations.map((operation) => {
      const { registry, kind } = travelled
      const id = `${registry}.${kind.id}.${operation}`
      const cells = columns.map(({ name }): Cell => {
        const passages = travelled.passages.filter(
          (each) => each.client === name && each.operation === operation,
        )
        const cell =
          name === own
            ? ownCell(travelled, operation)
            : cellOf(passages, kind, travelled.passages[0] && 'pass', unlistedBy(name, operation, travelled))
        if (needsCause(cell)) {
          const cause = causeOf(name, travelled, operation, textOf(cell))
          looked.push({ cell: `${id} ${name}`, title: textOf(cell).trim(), ...(cause ? { cause } : {}) })
        }
        return cell
      })
      const reasons = columns.flatMap(({ name }, at) => {
        const cell = cells[at]
        const cause = cell && needsCause(cell) ? causeOf(name, travelled, operation, textOf(cell)) : undefined
        return cause
          ? [
              `${cause.client === undefined ? `${name}: ` : ''}${causeText(cause)}${'requirement' in cause ? ` (${cause.requirement})` : ` (no requirement: ${cause.none})`}`,
            ]
          : []
      })
      const requirement = requirements.find((each) => each.id === `with.${operation}.bytes`)
      const statement = requirement?.at['1.1']
      const place = statement?.places[0]
      if (!requirement || !statement || place === undefined)
        throw new Error(`there is no requirement with.${operation}.bytes`)
      return {
        id,
        suite: registry,
        title: `${operation === 'push' ? 'stores' : 'returns'} ${kind.title}`,
        section: requirement.section,
        level: statement.level,
        basis: statement.basis,
        link: linkTo(place, specification, '1.1'),
        ...(reasons.length > 0 ? { ruling: reasons.join(' · ') } : {}),
        cells,
        differs: new Set(cells.map(({ verdict }) => verdict)).size > 1,
      }
    }),
  )
  const column = ({ name, version }: Client, at: number): Column => ({
    name: version === undefined ? name : `${name} ${version}`,
    product: name,
    ...(version === undefined ? {} : { version }),
    target: name,
    spec: '1.1',
    startedAt,
    tool: `${tool.name} ${tool.version}`,
    readOnly: false,
    totals: count(rows.map(({ cells }) => cells[at]?.verdict ?? 'skipped')),
  })
  return {
    looked,
    grid: {
      gridVersion,
      tool,
      kind: 'client',
      specification: 'OCI Image Format',
      columns: columns.map(column),
      capabilities: [],
      rows,
      steps: [],
      notes: [
        'Each client pushes each kind of content to each registry, and pulls what oci-assay and each of the others pushed; every byte is compared.',
        'A warning is a conversion that the client makes on purpose, or content that it need not support: indexes in indexes, and digests other than sha256.',
      ],
    },
  }
}
