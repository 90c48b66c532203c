import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, Failure } from '../failure.ts'
import { badge } from '../reporters/badge.ts'
import { ctrf } from '../reporters/ctrf.ts'
import { expectationsFile } from '../reporters/expectations-file.ts'
import { github } from '../reporters/github.ts'
import { har } from '../reporters/har.ts'
import { htmlReport } from '../reporters/html.ts'
import { junitXml } from '../reporters/junit.ts'
import { markdown } from '../reporters/markdown.ts'
import { referenceSuite } from '../reporters/reference-suite.ts'
import type { Reporter } from '../reporters/reporter.ts'
import { terminal } from '../reporters/terminal.ts'

interface FormatOptions {
  strict: boolean
}

interface Format {
  /** Its file in the folder of reports; of several files their folder. */
  file: string
  make: (path: string, options: FormatOptions) => Reporter
}

/** What a result can be told as, by the words of --format; results.json is not among them, since it is the result. */
const formats: Readonly<Record<string, Format>> = {
  html: { file: 'report.html', make: htmlReport },
  junit: { file: 'junit.xml', make: junitXml },
  markdown: { file: 'report.md', make: markdown },
  github: { file: 'summary.md', make: onGitHub },
  badge: { file: 'badge.json', make: badge },
  ctrf: { file: 'ctrf.json', make: ctrf },
  har: { file: 'exchanges.har', make: har },
  expectations: { file: 'expectations.yaml', make: expectationsFile },
  'reference-suite': { file: 'reference-suite', make: referenceSuite },
}

/** In a workflow the runner says where a step's summary goes; elsewhere it is a file like others. */
function onGitHub(path: string, { strict }: FormatOptions): Reporter {
  const summary = process.env['GITHUB_STEP_SUMMARY'] ?? ''
  const stream = process.stdout
  return summary === '' ? github(path, { strict, stream }) : github(summary, { strict, stream, append: true })
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
    reporters: files.map(({ path, make }) => make(path, options)),
  }
}

/** The reporter that owns the terminal; it names the files that are written beside. */
export const onTerminal = (
  paths: readonly string[],
  options: FormatOptions & { verbose: boolean },
): Reporter => terminal({ stream: process.stdout, reports: paths, ...options })

/** Found out before the work whether reports can be written at its end. */
export function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const advice = 'choose another folder with --reports'
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new Failure(`reports cannot be written to ${folder} (${code})`, exitCodes.usage, advice)
  }
}
