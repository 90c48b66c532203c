import { basename, join } from 'node:path'
import type { Reporter } from '../results/reporter.ts'
import type { Format, ReportOptions } from './format.ts'
import * as all from './formats.ts'

const formats: ReadonlyMap<string, Format> = new Map(
  Object.values(all).map((format) => [format.name, format]),
)

/** The words for `--format`, in the order of the alphabet. */
export const formatNames: readonly string[] = [...formats.keys()]

/** What is written besides results.json where nothing is specified. */
export const usualFormats: readonly string[] = ['junit', 'html']

/** A line for each format, for the help: its name, its file, what it is. */
export function formatLines(): string[] {
  const all = [...formats.values()]
  const [names, files] = [all.map(({ name }) => name.length), all.map(({ file }) => file.length)]
  return all.map(
    ({ name, file, about }) =>
      `${name.padEnd(Math.max(...names))}  ${file.padEnd(Math.max(...files))}  ${about}`,
  )
}

/** The file of a format in the folder of reports; undefined where there is no such format. */
export const fileOf = (name: string): string | undefined => formats.get(name)?.file

export interface Reports {
  /** Paths of the files, as the user may open them, and the names of what is written elsewhere. */
  paths: readonly string[]
  reporters: readonly Reporter[]
}

/** The reporter of a format. Throws where there is no such format. */
export function reporterFor(name: string, path: string, options: ReportOptions = {}): Reporter {
  const format = formats.get(name)
  if (!format) throw new Error(`there is no format ${name}; choose among ${formatNames.join(', ')}`)
  let loading: Promise<Reporter> | undefined
  const load = () => (loading ??= format.reporter(path, options))
  return {
    name: format.elsewhere?.() ?? basename(path),
    onEvent({ type }) {
      // Threads read something large, and nothing is to be done here meanwhile. What cannot be loaded fails at the end.
      if (type === 'reading') void load().catch(() => undefined)
    },
    async onEnd(result) {
      const reporter = await load()
      await reporter.onEnd?.(result)
    },
  }
}

/** The reporters of some formats, each with its file in a folder. */
export function reportsIn(folder: string, names: readonly string[], options: ReportOptions): Reports {
  const files = [...new Set(names)].map((name) => ({ name, path: join(folder, fileOf(name) ?? name) }))
  return {
    paths: files.map(({ name, path }) => formats.get(name)?.elsewhere?.() ?? path),
    reporters: files.map(({ name, path }) => reporterFor(name, path, options)),
  }
}
