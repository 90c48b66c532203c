/**
 * Makes the published matrix: tests the real registries of fixtures/registries/, puts them side by side in
 * reports/matrix/, and the table of their counts into the README.
 *
 *     npm run matrix [-- --render]
 *
 * A registry that this machine cannot have keeps the column that it has, with its own date. With --render nothing
 * is tested: page and tables are made anew from reports/matrix/registries.json.
 * Exit codes: 0 made, 1 there is nothing to make it of, 2 wrong usage.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Grid } from '../src/results/comparison/grid.ts'
import { gridOf } from '../src/reporters/comparison/grid.ts'
import { comparisonPage } from '../src/reporters/comparison/html/page.ts'
import { comparisonMarkdown } from '../src/reporters/comparison/markdown.ts'
import { inLines } from '../src/results/file/results-text.ts'
import { tool } from '../src/files/version.ts'
import { projectRoot } from '../fixtures/registries/install.ts'
import { registries } from '../fixtures/registries/registries.ts'
import { testRegistry } from './matrix/test-registry.ts'
import { withKept } from './matrix/kept.ts'
import { inReadme } from './matrix/readme.ts'

const root = projectRoot()
const folder = join(root, 'reports', 'matrix')
const data = join(folder, 'registries.json')

async function stored(): Promise<Grid | undefined> {
  try {
    return JSON.parse(await readFile(data, 'utf8')) as Grid
  } catch {
    return undefined
  }
}

async function assayAll(): Promise<Grid | undefined> {
  const contenders = []
  for (const registry of registries) {
    const found = await testRegistry(registry)
    if ('missing' in found) console.log(`${registry.name}: ${found.missing}`)
    else contenders.push({ result: found.result })
  }
  const known = await stored()
  if (contenders.length === 0) return known
  return withKept(gridOf(contenders, tool()), known)
}

async function main(): Promise<number> {
  let render = false
  try {
    render = parseArgs({ options: { render: { type: 'boolean' } } }).values.render === true
  } catch (error) {
    console.error(`matrix: ${error instanceof Error ? error.message : String(error)}`)
    return 2
  }
  const grid = render ? await stored() : await assayAll()
  if (!grid) {
    console.error('matrix: no registry could be tested, and reports/matrix/registries.json is not there')
    return 1
  }
  await mkdir(folder, { recursive: true })
  await writeFile(data, inLines(grid))
  await writeFile(join(folder, 'registries.html'), comparisonPage(grid))
  await writeFile(join(folder, 'registries.md'), comparisonMarkdown(grid))
  const readme = join(root, 'README.md')
  await writeFile(readme, inReadme(await readFile(readme, 'utf8'), grid))
  for (const { name, startedAt } of grid.columns) console.log(`${name}, ${startedAt.slice(0, 10)}`)
  return 0
}

process.exitCode = await main()
