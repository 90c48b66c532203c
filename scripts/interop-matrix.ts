/**
 * Makes the published grid of clients, registries and kinds of content: each client pushes each kind to each registry, and pulls what
 * the others pushed, in round trips as `oci-assay roundtrip --with` makes them. Writes reports/matrix/interop.*.
 *
 *     npm run matrix:interop [-- --only <registry or kind>… --print]
 *
 * Each cell that fails needs a cause that was looked at, in scripts/interop/causes.ts. With --only or --print nothing is written.
 *
 * Exit codes: 0 made, 1 a cell fails without a cause, or two clients or registries are missing, 2 wrong usage.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install, NotInstallable } from '../fixtures/registries/install.ts'
import { registryNamed } from '../fixtures/registries/registries.ts'
import { withRegistry } from '../fixtures/registries/start.ts'
import { versionOf } from '../src/assay/client/version.ts'
import { roundtrip } from '../src/assay/roundtrip/roundtrip.ts'
import { recipes } from '../src/client/recipes/index.ts'
import { tool } from '../src/files/version.ts'
import { createReferenceRegistry } from '../src/reference/index.ts'
import { comparisonMarkdown } from '../src/reporters/comparison/markdown.ts'
import { comparisonPage } from '../src/reporters/comparison/html/page.ts'
import { Failure } from '../src/results/conclusion/failure.ts'
import type { Grid } from '../src/results/comparison/grid.ts'
import { inLines } from '../src/results/file/results-text.ts'
import type { LayoutCase } from '../suites/image/layouts/case.ts'
import { withLayout } from '../suites/image/layouts/with-layout.ts'
import type { Passage } from '../suites/roundtrip/clients/passage.ts'
import { causesInMarkdown } from './interop/causes-text.ts'
import { gridOf, type Client, type Looked, type Travelled } from './interop/grid.ts'
import { kinds } from './interop/kinds.ts'

const folder = join('reports', 'matrix')
const clientNames = ['crane', 'oras', 'regctl', 'skopeo']
const registryNames = ['distribution', 'zot', 'olareg', 'crane']
/** Registries at once: one for each core. */
const atOnce = 2

async function clientsHere(): Promise<Client[]> {
  const found: Client[] = []
  for (const recipe of recipes.filter(({ name }) => clientNames.includes(name))) {
    try {
      const version = await versionOf(recipe, AbortSignal.timeout(30_000))
      found.push({ name: recipe.name, ...(version === undefined ? {} : { version }) })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      console.log(`${recipe.name}: ${error.message}`)
    }
  }
  return found
}

async function travel(
  registry: string,
  url: string,
  kind: LayoutCase,
  clients: readonly Client[],
): Promise<Travelled> {
  const passages: Passage[] = []
  const { result } = await withLayout(kind, ({ target }) =>
    roundtrip({
      image: target,
      to: `${new URL(url).host}/${kind.id}`,
      plainHttp: true,
      with: clients.map(({ name }) => name),
      onPassage: (passage) => passages.push(passage),
      // The registry goes with the grid.
      server: { name: registry, disposable: true, log: () => Promise.resolve({ lines: [] }) },
    }),
  )
  const own = result.requirements.flatMap(({ id, verdict, findings, reason = '' }) =>
    id.startsWith('roundtrip.') && !['pass', 'skipped', 'unsupported', 'blocked'].includes(verdict)
      ? [{ requirement: id, verdict, title: findings[0]?.title ?? reason }]
      : [],
  )
  const listing = result.requirements.find(({ id }) => id === 'with.push.referrers')
  return { registry, kind, own, passages, unlisted: listing?.findings ?? [] }
}

/** Sends all kinds through one registry; undefined where this machine cannot have it. */
async function through(
  name: string,
  wanted: readonly LayoutCase[],
  clients: readonly Client[],
): Promise<Travelled[]> {
  const begun = performance.now()
  const all = async (label: string, url: string): Promise<Travelled[]> => {
    const found: Travelled[] = []
    for (const kind of wanted) found.push(await travel(label, url, kind, clients))
    console.log(`${label}: ${((performance.now() - begun) / 1000).toFixed(0)} s`)
    return found
  }
  if (name === 'embedded') {
    const { url, close } = await createReferenceRegistry({ spec: '1.1' }).listen()
    return all(name, url).finally(close)
  }
  try {
    await install(registryNamed(name))
  } catch (error) {
    if (!(error instanceof NotInstallable)) throw error
    console.log(`${name}: ${error.message}`)
    return []
  }
  return withRegistry(name, ({ url }) => all(name, url))
}

/** Without what is of this run alone: ports, folders, tags and times. */
const published = (grid: Grid): Grid =>
  JSON.parse(
    JSON.stringify(grid)
      .replaceAll(/127\.0\.0\.1:\d+/g, 'registry.example')
      .replaceAll(/roundtrip-[0-9a-f]{8}/g, '1.0')
      .replaceAll(/ on [\d.]+:53\b/g, '')
      .replaceAll(/time=\\"[^"\\]*\\" /g, '')
      .replaceAll(/\d{4}[/-]\d\d[/-]\d\d \d\d:\d\d:\d\d /g, ''),
  ) as Grid

const shown = ({ cell, title, cause }: Looked): string =>
  `${cause ? '  ' : '! '}${cell}: ${title.replaceAll(/\s+/g, ' ').slice(0, 300)}${cause ? `\n      ${cause.cause}` : ''}`

async function main(): Promise<number> {
  let only: readonly string[]
  let isPrinted: boolean
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: [] },
        print: { type: 'boolean', default: false },
      },
    })
    only = values.only
    isPrinted = values.print || only.length > 0
  } catch (error) {
    console.error(`interop-matrix: ${(error as Error).message}`)
    return 2
  }
  const begun = performance.now()
  const startedAt = new Date().toISOString()
  const clients = await clientsHere()
  const all = ['embedded', ...registryNames]
  const isWanted = (name: string, among: readonly string[]): boolean =>
    !only.some((each) => among.includes(each)) || only.includes(name)
  const names = all.filter((name) => isWanted(name, all))
  const ids = kinds.map(({ id }) => id)
  const wanted = kinds.filter(({ id }) => isWanted(id, ids))
  const found = new Map<string, Travelled[]>()
  const waiting = [...names]
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      found.set(name, await through(name, wanted, clients))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const travelled = names.flatMap((name) => found.get(name) ?? [])
  const { grid, looked } = gridOf(travelled, clients, { tool: tool(), startedAt })
  for (const each of looked) if (isPrinted || !each.cause) console.log(shown(each))
  const unexplained = looked.filter(({ cause }) => !cause)
  const passages = travelled.reduce((sum, each) => sum + each.passages.length, 0)
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  console.log(
    `${grid.rows.length * grid.columns.length} cells of ${passages} ways in ${seconds} s, ${looked.length} looked at`,
  )
  if (unexplained.length > 0) {
    console.error(
      `interop-matrix: ${unexplained.length} cells fail without a cause in scripts/interop/causes.ts`,
    )
    return 1
  }
  if (clients.length < 2 || new Set(travelled.map(({ registry }) => registry)).size < 2) {
    console.error('interop-matrix: a grid needs two clients on the PATH, and two registries')
    return 1
  }
  if (isPrinted) return 0
  const plain = published(grid)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'interop.json'), inLines(plain))
  await writeFile(join(folder, 'interop.html'), comparisonPage(plain))
  await writeFile(join(folder, 'interop.md'), comparisonMarkdown(plain) + causesInMarkdown(looked))
  return 0
}

process.exitCode = await main()
