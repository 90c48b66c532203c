/**
 * Compares a specification's text with the requirements, so that each normative keyword is accounted for:
 *
 *     npm run census -- <spec.md, or a directory> --spec 1.1
 *
 * Exit codes: 0 nothing is left over, 1 something is, 2 wrong usage.
 */
import { parseArgs } from 'node:util'
import { specVersions, usualSpec } from '../src/engine/requirement.ts'
import { unfounded } from './census/basis.ts'
import { census } from './census/census.ts'
import { isComplete, report } from './census/report.ts'
import {
  filesOf,
  guessSubject,
  isSubjectName,
  loadSubject,
  subjectNames,
  type SubjectName,
} from './census/subjects.ts'
import { hasDirectory, readTexts, UnreadableText } from './census/texts.ts'

const usage = `usage: npm run census -- <spec.md | directory>… [--spec ${specVersions.join('|')}] [--specification ${subjectNames.join('|')}]`

/** A mistake in how the script was called. */
class Usage extends Error {}

function parse(): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { spec: { type: 'string' }, specification: { type: 'string' } },
    })
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

async function subjectName(named: unknown, paths: readonly string[]): Promise<SubjectName> {
  if (typeof named === 'string') {
    if (isSubjectName(named)) return named
    throw new Usage(`--specification must be one of ${subjectNames.join(' and ')}, not ${named}`)
  }
  const guessed = guessSubject(paths, []) ?? guessSubject(paths, (await readTexts(paths, [])).values())
  if (guessed) return guessed
  throw new Usage('unknown specification: name it with --specification')
}

async function main(): Promise<number> {
  const { values, positionals } = parse()
  if (positionals.length === 0) throw new Usage('name the text, or the directory with the texts')
  const version = specVersions.find((known) => known === (values['spec'] ?? usualSpec))
  if (!version)
    throw new Usage(`--spec must be one of ${specVersions.join(', ')}, not ${String(values['spec'])}`)
  const subject = await loadSubject(await subjectName(values['specification'], positionals))
  const { specification, requirements, notes } = subject
  const files = await readTexts(positionals, filesOf(subject))
  const input = { specification, version, files, requirements, notes }
  const counted = census(input)
  const result = { ...counted, astray: [...counted.astray, ...unfounded(input)] }
  console.log(report(`${specification.name} ${specification.versions[version].label}`, result))
  // A directory holds the whole text, so a place in another file is a mistake in that place.
  const missing = result.unread.length > 0 && (await hasDirectory(positionals))
  return isComplete(result) && !missing ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof Usage || error instanceof UnreadableText)) throw error
  console.error(`census: ${error.message}\n${usage}`)
  process.exitCode = 2
}
