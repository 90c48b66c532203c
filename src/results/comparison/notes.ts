import type { RunResult } from '../result.ts'
import { extentName } from '../text/extent.ts'
import type { Placed } from './columns.ts'

/** In what results differ besides their target: read a comparison with that in mind. */
export function notesOn(placed: readonly Placed[]): string[] {
  const differing = (of: (each: Placed) => string): string[] => [...new Set(placed.map(of))]
  const specs = differing(({ column }) => column.spec)
  const tools = differing(({ column }) => column.tool)
  const extents = differing(({ result }) => extentName(result.profile))
  const scopes = differing(({ result }) => scopeOf(result))
  return [
    ...(specs.length > 1
      ? [
          `The columns are judged by different versions of the specification (${specs.join(', ')}): levels and requirements are not the same in each.`,
        ]
      : []),
    ...(tools.length > 1
      ? [`The results were found by ${tools.join(' and ')}: different versions may judge differently.`]
      : []),
    ...(extents.length > 1
      ? [
          `The runs are of different depth (${extents.join('; ')}): what only a deeper one found may be true of the others too.`,
        ]
      : []),
    ...(scopes.length > 1
      ? [
          'Different requirements were selected for the runs: what one of them left out does not count as a difference.',
        ]
      : []),
    ...unnamed(placed),
  ]
}

const scopeOf = ({ profile }: RunResult): string => JSON.stringify([profile.suites, profile.readOnly])

/** Two runs of one address may be of two registries: CI starts each at the same place. */
function unnamed(placed: readonly Placed[]): string[] {
  const addresses = placed.filter(
    ({ column, result }) =>
      column.version === undefined &&
      result.target.details['label'] === undefined &&
      placed.some((other) => other.column !== column && other.column.product === column.product),
  )
  const [first] = addresses
  if (!first) return []
  return [
    `Results of ${first.column.product} are taken for runs of one target: where they are of several, name each, as in zot=results.json.`,
  ]
}
