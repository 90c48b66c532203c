import { createHash } from 'node:crypto'
import { withoutUndefined } from '../../engine/optional.ts'
import { whyOf } from '../comparison/changes.ts'
import { fullName, labelOf, nameOf, type Name } from '../comparison/name.ts'
import { conclusionOf, unevaluated } from '../conclusion/conclusion.ts'
import { headlineOf } from '../conclusion/headline.ts'
import type { StoredConclusion } from '../file/read.ts'
import { inLines } from '../file/results-text.ts'
import { groupBy } from '../causes/causes.ts'
import { isImageRecord } from '../record.ts'
import type { RunResult } from '../result.ts'
import { cut } from '../text/printable.ts'
import { keptVersion, type KeptRequirements, type KeptResult } from './kept.ts'
import { letterOf } from './letters.ts'

/** A result as it is to be kept, with its list of requirements and the names of both files. */
export interface Keeping {
  kept: KeptResult
  file: string
  list: KeptRequirements
  listFile: string
}

/** Findings may quote a whole body; the reports of the run have all of it. */
const longestWhy = 300

export interface KeepOptions {
  /**
   * The name of the product, with its version or without; by default the label of the run, or its address; the version of an
   * image is its digest by default.
   */
  name?: string
  /** What the run wrote into its results.json, by its own options (`--strict`, `--level`). */
  conclusion?: StoredConclusion | undefined
}

/** What a history keeps of a result. Shards cannot be kept. */
export function keepingOf(result: RunResult, { name, conclusion }: KeepOptions = {}): Keeping {
  const { target, profile, tool, startedAt, seed, requirements } = result
  const list: KeptRequirements = {
    keptVersion,
    requirements: requirements.map(({ id, suite, title, level, basis }) => ({
      id,
      suite,
      title,
      level,
      ...withoutUndefined({ basis }),
    })),
  }
  const open = new Set(unevaluated(result))
  const { specification, spec, readOnly, depth, requests } = profile
  const known = nameIn(result, name)
  const kept: KeptResult = {
    keptVersion,
    ...known,
    target: { kind: target.kind, name: target.name },
    profile: { specification, spec, readOnly, ...withoutUndefined({ depth, requests }) },
    tool: { name: tool.name, version: tool.version },
    startedAt,
    seed,
    conclusion: concluded(result, conclusion),
    requirements: digestOf(list),
    verdicts: requirements
      .map((each) => letterOf({ verdict: each.verdict, unevaluated: open.has(each) }))
      .join(''),
    why: reasonsOf(result),
  }
  const file = `${stamp(startedAt)}-${slugOf(fullName(known))}-${identityOf(kept)}.json`
  return { kept, file, list, listFile: `${kept.requirements}.json` }
}

/** The product, and its version. Of an image without another version that is its digest: a tag may be moved. */
function nameIn({ target, evidence }: RunResult, name = labelOf(target)): Name {
  const known = nameOf(name)
  const root = evidence.find(isImageRecord)?.root ?? ''
  if (known.version !== undefined || !root.startsWith('sha256:')) return known
  return { product: known.product.replace(/@sha256:[0-9a-f]{64}$/, ''), version: root.slice(0, shortDigest) }
}

/** `sha256:` and twelve digits. */
const shortDigest = 19

/**
 * By the options of the run, which a result does not have; a success only where its verdicts are one: a file may have been
 * edited, and a badge is made of it.
 */
function concluded(result: RunResult, stored: StoredConclusion | undefined): KeptResult['conclusion'] {
  const { name, exitCode } = conclusionOf(result)
  const isOpen = exitCode === 3 || exitCode === 130
  if (stored === undefined || (isOpen && stored.exitCode === 0))
    return { name, exitCode, headline: cut(headlineOf(result), 500) }
  return { name: stored.name, exitCode: stored.exitCode, headline: cut(stored.headline, 500) }
}

/** What was found, or why nothing was, each text once. */
function reasonsOf({ requirements }: RunResult): KeptResult['why'] {
  const texts = requirements.flatMap((requirement, at) => {
    const { verdict } = requirement
    const text = whyOf(requirement)
    return verdict === 'pass' || verdict === 'skipped' || text === undefined
      ? []
      : [{ at, text: cut(text, longestWhy) }]
  })
  return [...groupBy(texts, ({ text }) => text)].map(([text, each]) => ({
    text,
    at: each.map(({ at }) => at),
  }))
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Of the requirements alone, so that runs with the same ones share a file. */
export const digestOf = ({ requirements }: KeptRequirements): string =>
  sha256(JSON.stringify(requirements)).slice(0, 16)

/** Distinguishes runs: the same one has the same identity, whatever its product is called. */
export const identityOf = ({ target, profile, seed, startedAt }: KeptResult): string =>
  sha256(JSON.stringify([target.name, profile.specification, profile.spec, seed, startedAt])).slice(0, 8)

/** The text of a kept file. */
export const keptText = (value: KeptResult | KeptRequirements): string => inLines(value)

/** `2026-11-29T02-22-00Z`: a name that every file system takes, in the order of time. */
const stamp = (time: string): string =>
  new Date(time)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')

/** A name as a part of file names and addresses: letters, digits, dots and hyphens. */
export const slugOf = (name: string): string =>
  (name.toLowerCase().match(/[a-z0-9]+(?:\.[a-z0-9]+)*/g) ?? ['target']).join('-').slice(0, 60)
