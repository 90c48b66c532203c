import { stringify } from 'yaml'
import { printableResult } from '../../results/text/printable-result.ts'
import type { RunResult } from '../../results/result.ts'
import { apiRows, dataRows, type Row } from './rows.ts'
import { statusOf, type Status } from './status.ts'

/** A result in the shape of the reference suite's results.yaml: configuration, APIs, kinds of content. */
export function resultsYaml(raw: RunResult): string {
  const result = printableResult(raw)
  const statuses = (rows: readonly Row[]): [Row, Status][] =>
    rows.map((row) => [row, statusOf(row, result.requirements)])
  const [apis, data] = [statuses(apiRows), statuses(dataRows)]
  const { name, version } = result.tool
  const heading = `# Written by ${name} ${version} from its own tests, in the format of the reference suite's results.\n`
  return (
    heading +
    stringify({ config: configOf(result, apis, data), apis: statusesOf(apis), data: statusesOf(data) })
  )
}

const statusesOf = (rows: readonly (readonly [Row, Status])[]): Record<string, Status> =>
  Object.fromEntries(rows.map(([{ name }, status]) => [name, status]))

type Tree = { [name: string]: boolean | Tree }

function configOf(
  { target, profile, requirements, tool }: RunResult,
  apis: readonly (readonly [Row, Status])[],
  data: readonly (readonly [Row, Status])[],
) {
  const url = URL.canParse(target.name) ? new URL(target.name) : undefined
  const verified = target.details['certificates'] === undefined ? 'enabled' : 'insecure'
  const evaluates = (suite: string) =>
    requirements.some((each) => each.suite === suite && !['skipped', 'unsupported'].includes(each.verdict))
  return {
    registry: url ? `${url.host}${url.pathname.replace(/\/$/, '')}` : target.name,
    tls: url?.protocol === 'http:' ? 'disabled' : verified,
    repo1: target.details['repository'] ?? '',
    repo2: target.details['second repository'] ?? target.details['repository'] ?? '',
    username: '',
    password: '',
    cacheAuth: true,
    logging: 'warn',
    apis: {
      ping: true,
      pull: evaluates('pull'),
      push: evaluates('push'),
      ...switches(apis, {
        blobs: { digestHeader: profile.spec === 'dev' },
        manifests: { digestHeader: profile.spec === 'dev' },
        tags: {},
      }),
    },
    data: { ...switches(data, { sparse: false, artifactList: false }) },
    roData: { tags: [], manifests: [], blobs: [], referrers: [] },
    version: profile.spec,
    commit: `${tool.name} ${tool.version}`,
  }
}

/** The switches of the configuration: on where something of the row was selected. */
function switches(rows: readonly (readonly [Row, Status])[], tree: Tree): Tree {
  for (const [{ flag }, status] of rows) {
    const [group, name] = flag ?? []
    if (group === undefined) continue
    const on = status !== 'Disabled'
    if (name === undefined) tree[group] = on
    else tree[group] = { ...(typeof tree[group] === 'object' ? tree[group] : {}), [name]: on }
  }
  return tree
}
