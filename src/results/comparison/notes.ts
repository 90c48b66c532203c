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
          `The columns are for different versions of the specification (${specs.join(', ')}), which differ in requirements and levels.`,
        ]
      : []),
    ...(tools.length > 1
      ? [`The results were made by ${tools.join(' and ')}, whose verdicts may differ.`]
      : []),
    ...(extents.length > 1
      ? [
          `The runs have different depths (${extents.join('; ')}): a violation that only a deeper run found may be in the other targets too.`,
        ]
      : []),
    ...(scopes.length > 1
      ? [
          'The runs selected different requirements; what one of them did not select is not counted as a difference.',
        ]
      : []),
    ...unnamed(placed),
  ]
}

const scopeOf = ({ profile, requirements }: RunResult): string =>
  JSON.stringify([
    profile.suites,
    profile.readOnly,
    requirements.flatMap(({ id, reason }) => (reason === 'not selected' ? [id] : [])),
  ])

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
    `Results of ${first.column.product} are treated as runs of one target; if they are of several, name each, for example zot=results.json.`,
  ]
}
