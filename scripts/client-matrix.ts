/**
 * Makes the published comparison of clients: tests each client whose recipe is known and that is on the PATH, and puts them side by side in
 * reports/matrix/clients.*.
 *
 *     npm run matrix:clients [-- --spec dev]
 *
 * Exit codes: 0 made, 1 fewer than two clients could be started, 2 wrong usage.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { assayClient } from '../src/assay/client/target.ts'
import { recipes } from '../src/client/recipes/index.ts'
import { specVersions, type SpecVersion } from '../src/engine/requirement.ts'
import { tool } from '../src/files/version.ts'
import type { Grid } from '../src/results/comparison/grid.ts'
import { gridOf } from '../src/reporters/comparison/grid.ts'
import { comparisonPage } from '../src/reporters/comparison/html/page.ts'
import { comparisonMarkdown } from '../src/reporters/comparison/markdown.ts'
import { Failure } from '../src/results/conclusion/failure.ts'
import { inLines } from '../src/results/file/results-text.ts'

const folder = join('reports', 'matrix')

function specOf(): SpecVersion | undefined {
  try {
    const { values } = parseArgs({ options: { spec: { type: 'string', default: 'dev' } } })
    return specVersions.find((version) => version === values.spec)
  } catch {
    return undefined
  }
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

async function main(): Promise<number> {
  const spec = specOf()
  if (spec === undefined) {
    console.error(`usage: npm run matrix:clients [-- --spec ${specVersions.join('|')}]`)
    return 2
  }
  const contenders = []
  for (const recipe of recipes) {
    try {
      const { result } = await assayClient({ recipe, spec })
      contenders.push({ result })
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
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      console.log(`${recipe.name}: ${error.message}`)
    }
  }
  if (contenders.length < 2) {
    console.error('client-matrix: a comparison needs two clients on the PATH')
    return 1
  }
  const grid = published(gridOf(contenders, tool()))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'clients.json'), inLines(grid))
  await writeFile(join(folder, 'clients.html'), comparisonPage(grid))
  await writeFile(join(folder, 'clients.md'), comparisonMarkdown(grid))
  return 0
}

process.exitCode = await main()
