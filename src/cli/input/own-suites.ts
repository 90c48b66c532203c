import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { FileProblem, isMisnamed, reasonOf } from '../../files/problem.ts'
import type { OwnSuite } from '../../assay/options.ts'
import { writtenAsPath } from '../../assay/written-as-path.ts'

/** Whether a name of --suite is that of a file, whose code is loaded. */
export const isSuiteFile = (name: string): boolean => writtenAsPath(name) || /\.[cm]?js$/.test(name)

/**
 * Splits what --suite names into suites of ours, by name, and files with custom suites,
 * which are loaded. Throws Failure.
 */
export async function chosenSuites(
  names: readonly string[] | undefined,
): Promise<{ suites?: readonly string[]; ownSuites?: readonly OwnSuite[] }> {
  if (names === undefined) return {}
  const paths = names.filter(isSuiteFile)
  if (paths.length === 0) return { suites: names }
  const ownSuites = (await Promise.all(paths.map(load))).flat()
  const ours = names.filter((name) => !isSuiteFile(name))
  return { suites: [...ours, ...ownSuites.map(({ name }) => name)], ownSuites }
}

/** Larger files are refused; bytes. */
const mostBytes = 64 * 1024 ** 2

/** Why a file is not imported; undefined where it may be, and where it is missing. Throws FileProblem. */
function unfitOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  // Importing a FIFO would wait for good.
  if (!stats.isFile()) return 'it is not a file'
  if (stats.size > mostBytes) return 'it is too large'
  try {
    accessSync(path, constants.R_OK)
    return undefined
  } catch (error) {
    throw new FileProblem(`${path} cannot be read: ${reasonOf(error)}`, { misnamed: isMisnamed(error) })
  }
}

async function load(path: string): Promise<readonly OwnSuite[]> {
  const refuse = (why: string) =>
    new Failure(
      `${path} ${why}`,
      exitCodes.usage,
      'export it as: export default defineSuite({ name, title, specification, requirements, tests })',
    )
  const unfit = unfitOf(path)
  if (unfit !== undefined) throw refuse(`cannot be loaded: ${unfit}`)
  let exported: unknown
  try {
    const loaded = (await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }
    exported = loaded.default
  } catch (error) {
    throw refuse(`cannot be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
  const suites: unknown[] = Array.isArray(exported) ? exported : [exported]
  if (suites.length > 0 && suites.every(isSuite)) return suites
  throw refuse('has no suite as its default export')
}

/** As far as it must be looked at before the types of its author are believed. */
function isSuite(value: unknown): value is OwnSuite {
  if (typeof value !== 'object' || value === null) return false
  const { name, title, specification, requirements, tests } = value as Record<string, unknown>
  return (
    typeof name === 'string' &&
    typeof title === 'string' &&
    typeof specification === 'object' &&
    Array.isArray(requirements) &&
    Array.isArray(tests)
  )
}
