import { withoutUndefined } from '../../engine/optional.ts'
import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { incomparable } from '../../results/comparison/incomparable.ts'
import type { Contender } from '../../results/comparison/columns.ts'
import type { Grid } from '../../results/comparison/grid.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { lockFolder } from '../../files/lock.ts'
import { writeWhole } from '../../files/write.ts'
import { gridOf } from '../../reporters/comparison/grid.ts'
import { formats } from '../../reporters/comparison/formats.ts'
import { comparisonLines } from '../../reporters/comparison/terminal.ts'
import { printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { paintFor } from '../../reporters/terminal/paint.ts'
import { tool } from '../../files/version.ts'
import { namedFile, storedResult } from '../input/stored.ts'

export interface CompareFlags {
  format: readonly string[]
  reports: string
}

/**
 * `oci-assay report a.json b.json --compare`: results side by side. Failures of the targets are not
 * failures of the comparison: the exit code is 0.
 */
export async function compareResults(
  args: readonly string[],
  { format, reports: folder }: CompareFlags,
): Promise<number> {
  const known = ['terminal', ...Object.keys(formats)]
  const unknown = format.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new Failure(
      `a comparison cannot be written as ${unknown.join(', ')}`,
      exitCodes.usage,
      `choose among ${known.join(', ')}`,
    )
  const files = args.map(namedFile)
  const read: { name: string; result: RunResult; contender: Contender }[] = []
  for (const { name, path } of files) {
    const result = await storedResult(path)
    const report = reportBeside(path, folder)
    read.push({
      name: path,
      result,
      contender: {
        result,
        ...withoutUndefined({ name, report }),
      },
    })
  }
  const apart = incomparable(read)
  if (apart) throw new Failure(printable(apart.why), exitCodes.usage, printable(apart.advice))
  const grid = gridOf(
    read.map(({ contender }) => contender),
    tool(),
  )
  const wanted = [...new Set(format)].flatMap((name) => formats[name] ?? [])
  const unlock = wanted.length > 0 ? lockFolder(folder) : undefined
  const paths: string[] = []
  try {
    for (const { file, textOf } of wanted) {
      const path = join(folder, file)
      writeWhole(path, textOf(grid))
      paths.push(path)
    }
  } finally {
    unlock?.()
  }
  if (format.includes('terminal')) onTerminal(grid, paths)
  return 0
}

function onTerminal(grid: Grid, paths: readonly string[]): void {
  const { stdout } = process
  const width = Math.min(Math.max(40, stdout.columns ?? 80), 120)
  const lines = comparisonLines(grid, { paint: paintFor(stdout), width })
  const written = paths.length === 0 ? [] : ['', ...paths.map((path) => `report  ${path}`)]
  stdout.write(`${[...lines, ...written].join('\n')}\n`)
}

/**
 * A run's own report, where it is beside its results.json and both were named by relative paths: a
 * comparison that is passed on must not contain paths of this machine.
 */
function reportBeside(path: string, folder: string): string | undefined {
  const report = join(dirname(path), 'report.html')
  if (basename(path) !== 'results.json' || isAbsolute(path) || isAbsolute(folder) || !existsSync(report))
    return undefined
  return relative(resolve(folder), resolve(report)).replaceAll('\\', '/')
}
