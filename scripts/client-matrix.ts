/**
 * Makes the published comparison of clients: tests each client whose recipe is known and that is on the PATH, and puts them side by side in
 * reports/matrix/clients.* and, as a table of counts, into the README.
 *
 *     npm run matrix:clients [-- --spec dev --install]
 *
 * --install installs the clients of fixtures/clients first; one that this machine cannot have is left out.
 *
 * Each violation needs a sentence in reports/matrix/clients.reasons.json: why it is true, by someone who has looked at its exchanges.
 *
 * Exit codes: 0 made, 1 fewer than two clients could be started or a violation has no reason, 2 wrong usage.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clients } from '../fixtures/clients/clients.ts'
import { installClient, pathWith } from '../fixtures/clients/install.ts'
import { NotInstallable } from '../fixtures/registries/install.ts'
import { assayClient } from '../src/assay/client/target.ts'
import type { RunOutcome } from '../src/assay/pipeline.ts'
import type { Recipe } from '../src/client/recipe.ts'
import { recipes } from '../src/client/recipes/index.ts'
import { specVersions, type SpecVersion } from '../src/engine/requirement.ts'
import { tool } from '../src/files/version.ts'
import type { Grid } from '../src/results/comparison/grid.ts'
import { gridOf } from '../src/reporters/comparison/grid.ts'
import { comparisonPage } from '../src/reporters/comparison/html/page.ts'
import { comparisonMarkdown } from '../src/reporters/comparison/markdown.ts'
import { Failure } from '../src/results/conclusion/failure.ts'
import { inReadme } from './matrix/readme.ts'
import { withReasons, type Reasons } from './client-matrix/because.ts'
import { inLines } from '../src/results/file/results-text.ts'

const folder = join('reports', 'matrix')

interface Choices {
  spec: SpecVersion
  install: boolean
}

function choicesOf(): Choices | undefined {
  try {
    const options = {
      spec: { type: 'string', default: 'dev' },
      install: { type: 'boolean', default: false },
    } as const
    const { values } = parseArgs({ options })
    const spec = specVersions.find((version) => version === values.spec)
    return spec && { spec, install: values.install }
  } catch {
    return undefined
  }
}

/** Puts the clients that this machine can have on the PATH. */
async function installAll(): Promise<void> {
  const folders: string[] = []
  for (const client of clients) {
    try {
      folders.push(await installClient(client))
    } catch (error) {
      if (!(error instanceof NotInstallable)) throw error
      console.log(`${client.name}: ${error.message}`)
    }
  }
  process.env['PATH'] = pathWith(folders)
}

/** Without what is of this run alone: ports, folders and times in the output of clients. */
const published = (grid: Grid): Grid =>
  JSON.parse(
    JSON.stringify(grid)
      .replaceAll(/127\.0\.0\.1:\d+/g, 'registry.example')
      .replaceAll(/localhost:\d+/g, 'other.example')
      .replaceAll(/folder\/\d+\/home(?:\/tmp)?/g, 'home')
      .replaceAll(/time=\\"[^"\\]*\\" /g, ''),
  ) as Grid

/** Clients at once: most of the time they wait. */
const lanes = 3

/** Those that take the longest, in this order: no lane is to begin one of them when the others have ended. */
const slowest = ['docker', 'ctr', 'nerdctl', 'oras-py', 'crane', 'oras', 'buildah', 'podman']
const turnOf = ({ name }: Recipe): number => (slowest.includes(name) ? slowest.indexOf(name) : slowest.length)

/** The results are in the order of the recipes. */
async function runAll(spec: SpecVersion): Promise<(RunOutcome['result'] | undefined)[]> {
  const results = new Map<string, RunOutcome['result'] | undefined>()
  const waiting = recipes.toSorted((one, other) => turnOf(one) - turnOf(other))
  const lane = async () => {
    for (let recipe = waiting.shift(); recipe; recipe = waiting.shift())
      results.set(recipe.name, await runOne(recipe, spec))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return recipes.map(({ name }) => results.get(name))
}

async function runOne(recipe: Recipe, spec: SpecVersion): Promise<RunOutcome['result'] | undefined> {
  try {
    // A daemon waits more than it works.
    const concurrency = recipe.daemon ? 6 : 2
    const { result } = await assayClient({ recipe, spec, concurrency })
    const { fail, warn, error } = result.totals.requirements
    const seconds = (result.duration / 1000).toFixed(0)
    console.log(
      `${result.target.details['label'] ?? recipe.name}: ${fail} failed, ${warn} warnings, ${error} errors, ${seconds} s`,
    )
    for (const { id, verdict, findings, reason = '' } of result.requirements) {
      if (verdict === 'error') console.log(`  ${verdict} ${id}: ${reason}`)
      for (const finding of findings)
        console.log(`  ${verdict} ${id}: ${finding.title} (${finding.received})`)
    }
    return result
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.log(`${recipe.name}: ${error.message}`)
    return undefined
  }
}

async function main(): Promise<number> {
  const choices = choicesOf()
  if (!choices) {
    console.error(`usage: npm run matrix:clients [-- --spec ${specVersions.join('|')} --install]`)
    return 2
  }
  const { spec } = choices
  if (choices.install) await installAll()
  const found = await runAll(spec)
  const contenders = found.flatMap((result) => (result ? [{ result }] : []))
  if (contenders.length < 2) {
    console.error('client-matrix: a comparison needs two clients on the PATH')
    return 1
  }
  const reasons = JSON.parse(await readFile(join(folder, 'clients.reasons.json'), 'utf8')) as Reasons
  const { grid, missing, unused } = withReasons(published(gridOf(contenders, tool())), reasons)
  for (const each of missing) console.error(`client-matrix: no reason for ${each}`)
  for (const each of unused) console.error(`client-matrix: a reason without a violation for ${each}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'clients.json'), inLines(grid))
  await writeFile(join(folder, 'clients.html'), comparisonPage(grid))
  await writeFile(join(folder, 'clients.md'), comparisonMarkdown(grid))
  await writeFile('README.md', inReadme(await readFile('README.md', 'utf8'), grid, 'clients'))
  return missing.length + unused.length > 0 ? 1 : 0
}

process.exitCode = await main()
