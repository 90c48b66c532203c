import { basename, join } from 'node:path'
import type { ConclusionOptions } from '../results/conclusion/conclusion.ts'
import type { Reporter } from '../results/reporter.ts'
import { terminal } from './terminal/terminal.ts'

type FormatOptions = ConclusionOptions

interface Format {
  /** Its file in the folder of reports; of several files their folder. */
  file: string
  make: (path: string, options: FormatOptions) => Promise<Reporter>
}

/**
 * What a result can be told as, by the words of --format; results.json is not among them, since it is the
 * result. Each is loaded where it is made: none has anything to do before the end of a run.
 */
const formats: Readonly<Record<string, Format>> = {
  html: {
    file: 'report.html',
    make: async (...given) => (await import('./html/report.ts')).htmlReport(...given),
  },
  junit: {
    file: 'junit.xml',
    make: async (...given) => (await import('./junit/junit.ts')).junitXml(...given),
  },
  markdown: {
    file: 'report.md',
    make: async (...given) => (await import('./markdown/markdown.ts')).markdown(...given),
  },
  github: { file: 'summary.md', make: onGitHub },
  badge: {
    file: 'badge.json',
    make: async (...given) => (await import('./badge/badge.ts')).badge(...given),
  },
  ctrf: {
    file: 'ctrf.json',
    make: async (...given) => (await import('./ctrf/ctrf.ts')).ctrf(...given),
  },
  har: { file: 'exchanges.har', make: async (path) => (await import('./har/har.ts')).har(path) },
  expectations: {
    file: 'expectations.yaml',
    make: async (...given) => (await import('./expectations/expectations.ts')).expectationsFile(...given),
  },
  'reference-suite': {
    file: 'reference-suite',
    make: async (folder) => (await import('./reference-suite/reference-suite.ts')).referenceSuite(folder),
  },
}

/** In a workflow the runner says where a step's summary goes; elsewhere it is a file like others. */
async function onGitHub(path: string, options: FormatOptions): Promise<Reporter> {
  const { github } = await import('./github/github.ts')
  const summary = process.env['GITHUB_STEP_SUMMARY'] ?? ''
  const stream = process.stdout
  return summary === ''
    ? github(path, { ...options, stream })
    : github(summary, { ...options, stream, append: true })
}

export const formatNames: readonly string[] = Object.keys(formats)

export interface Reports {
  /** Paths of the files, as the user may open them. */
  paths: readonly string[]
  reporters: readonly Reporter[]
}

/** The reporters of some formats, each with its file in a folder. */
export function reportsIn(folder: string, names: readonly string[], options: FormatOptions): Reports {
  const wanted = [...new Set(names)].flatMap((name) => formats[name] ?? [])
  const files = wanted.map(({ file, make }) => ({ path: join(folder, file), make }))
  return {
    paths: files.map(({ path }) => path),
    reporters: files.map(({ path, make }) => ({
      name: basename(path),
      async onEnd(result) {
        const reporter = await make(path, options)
        await reporter.onEnd?.(result)
      },
    })),
  }
}

/** The reporter that owns the terminal; it names the files that are written beside. */
export const onTerminal = (
  paths: readonly string[],
  options: FormatOptions & { verbose: boolean },
): Reporter => terminal({ stream: process.stdout, reports: paths, ...options })
