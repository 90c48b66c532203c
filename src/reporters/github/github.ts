import type { RunResult } from '../../results/result.ts'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import { causesOf, type Cause } from '../../results/causes/causes.ts'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { restsOn } from '../../engine/requirement.ts'
import { appendTo, makeFolder, writeWhole } from '../../files/write.ts'
import { errorCauses, errorSentence, type ErrorCause } from '../../results/causes/error-causes.ts'
import { nameOf, stale } from '../../results/expectations/expected.ts'
import { printableValue } from '../text/finding-text.ts'
import { levelText } from '../../results/text/level.ts'
import { markdownText, type MarkdownOptions } from '../markdown/markdown.ts'
import type { Reporter } from '../../results/reporter.ts'
import { findingTitle, namesIn } from '../../results/text/finding-title.ts'

export interface GitHubOptions extends MarkdownOptions {
  /** Where annotations are written: the runner reads them from a step's standard output. */
  stream: Writable
  /** The file is the runner's, and may hold the summary of an earlier command: it is appended to. */
  append?: boolean
}

/** A step's summary may have 1 MiB; more is thrown away as a whole. */
const summaryLimit = 1024 * 1024
/** GitHub shows ten errors and ten warnings of a step. */
const annotationLimit = 10

/** Writes a job summary, and annotations of failures. */
export const github = (path: string, options: GitHubOptions): Reporter => ({
  name: 'GitHub summary',
  onEnd(result) {
    options.stream.write(annotations(result, options).join(''))
    const { append = false } = options
    const size = append ? sizeOf(path) : 0
    const text = markdownText(result, { ...options, limit: summaryLimit - size - 1 })
    if (append) {
      makeFolder(dirname(path))
      appendTo(path, `${text}\n`)
    } else writeWhole(path, text)
  },
})

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

interface Annotation {
  level: 'error' | 'warning' | 'notice'
  title: string
  message: string
}

/** Failures as commands to the runner, one per line, the gravest first, at most ten. */
export function annotations(
  result: RunResult,
  { strict = false, level = 'derived' }: ConclusionOptions = {},
): string[] {
  const gravity = ({ requirement }: Cause) => (restsOn(requirement.basis, level) ? 'error' : 'warning')
  const { failed, warned } = causesOf(result)
  const stales = (result.expectations?.entries ?? []).flatMap((entry): Annotation[] => {
    const todo = stale(entry)
    return todo === undefined ? [] : [{ level: 'error', title: nameOf(entry), message: todo }]
  })
  const all = [
    ...failed.map((cause) => annotationOf(cause, gravity(cause))),
    ...stales,
    ...warned.map((cause) => annotationOf(cause, strict ? gravity(cause) : 'warning')),
    ...errorCauses(result).map(annotationOfError),
  ]
  if (all.length <= annotationLimit) return all.map(command)
  const more = all.length - annotationLimit + 1
  const rest: Annotation = {
    level: 'notice',
    title: 'oci-assay',
    message: `${more} more: see the summary and the reports`,
  }
  return [...all.slice(0, annotationLimit - 1), rest].map(command)
}

function annotationOf({ requirement }: Cause, level: Annotation['level']): Annotation {
  const { id, title, findings, reason = title, link } = requirement
  const [finding] = findings
  const lines = finding
    ? [
        findingTitle(finding),
        `expected ${finding.expected.join(', or ')}`,
        `received ${finding.received}`,
        ...(finding.images ? [`images ${namesIn(finding.images)}`] : []),
      ]
    : [reason]
  return {
    level,
    title: `${id}, ${levelText(requirement)}`,
    message: [...lines, link].map(printableValue).join('\n'),
  }
}

/** One for all requirements that could not be evaluated for the same reason. */
function annotationOfError(cause: ErrorCause): Annotation {
  const { requirements } = cause
  const [first] = requirements
  const title =
    requirements.length === 1 && first
      ? `${first.id}, ${levelText(first)}`
      : `${requirements.length} requirements not evaluated`
  const concerned = `concerns ${requirements.map(({ id }) => id).join(', ')}`
  const message = [errorSentence(cause), ...(requirements.length === 1 ? [] : [concerned])]
  return { level: 'warning', title, message: message.map(printableValue).join('\n') }
}

const command = ({ level, title, message }: Annotation): string =>
  `::${level} title=${escapeProperty(printableValue(title))}::${escapeData(message)}\n`

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
