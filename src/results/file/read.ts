import type { Conclusion } from '../conclusion/conclusion.ts'
import { formatVersion } from '../../engine/events.ts'
import { count } from '../../engine/verdict.ts'
import { FileProblem, systemCode } from '../../files/problem.ts'
import { readFileBytes } from '../../files/read.ts'
import { leftover } from '../../registry/ledger/entry.ts'
import { ledgerFileOf } from '../../registry/ledger/write-file.ts'
import { readLedgerFile } from '../../registry/ledger/read-file.ts'
import { createLedger } from '../../registry/ledger/ledger.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { beyondExtent } from './json-extent.ts'
import { described, schemaAt } from './schema.ts'
import { repeatedId, tooDeepImage, unfitText } from './stored-limits.ts'
import type { RunResult } from '../result.ts'

/** A file that is not a readable result; the message contains what to do next. Its cause is a FileProblem where it was not read. */
export class UnreadableResults extends Error {
  override name = 'UnreadableResults'

  /** True where another file helps, false where this machine refuses to read it. */
  get misnamed(): boolean {
    return !(this.cause instanceof FileProblem) || this.cause.misnamed
  }
}

/** More than any run writes: the results of 400 tests have 3 MiB. Bytes, and levels and values of its JSON. */
const mostBytes = 128 * 1024 * 1024
const extent = { depth: 32, values: 4_000_000 }

const edited = 'Was it edited by hand? Run again, or compare it with schemas/results.schema.json'

/** The conclusion that a run wrote into its results.json, by its own options. */
export interface StoredConclusion extends Pick<Conclusion, 'name' | 'exitCode'> {
  headline: string
}

/**
 * Reads a stored result, which somebody else may have written. Totals are counted anew from what the file holds. A run
 * that did not finish is read like any other, with `complete: false`; what it had sent, and so what it left behind,
 * is in its ledger's file.
 * Throws UnreadableResults: no such file, too large or too deep, not JSON, a newer format, or not valid against the schema.
 */
export const readResults = async (path: string): Promise<RunResult> => (await readStored(path)).result

/** The same with the conclusion, where the run reached its end. */
export async function readStored(
  path: string,
): Promise<{ result: RunResult; conclusion: StoredConclusion | undefined }> {
  const unreadable: Unreadable = (why, next, cause) =>
    new UnreadableResults(`${path} ${why}. ${next}`, { cause })
  const parsed = parse(readBytes(path, unreadable), unreadable)
  const version = isObject(parsed) ? parsed['formatVersion'] : undefined
  if (typeof version !== 'number') {
    throw unreadable('is not a result of oci-assay: it has no formatVersion', 'Use the results.json of a run')
  }
  if (version > formatVersion) {
    throw unreadable(
      `has format version ${version}, and this oci-assay reads versions up to ${formatVersion}`,
      'Update oci-assay to the version that wrote it',
    )
  }
  if (Number.isInteger(version) && version > 0 && version < formatVersion) {
    throw unreadable(
      `has format version ${version} of an earlier oci-assay, and this one reads version ${formatVersion}`,
      'Run the test again, or use the version that wrote it',
    )
  }
  if (isObject(parsed) && parsed['complete'] === false) {
    const { evidence, leftovers } = leftBehind(path, unreadable)
    Object.assign(parsed, { evidence: withThese(parsed['evidence'], evidence), leftovers })
  }
  const unfit = unfitText(parsed)
  if (unfit) throw unreadable(`is not a valid result: ${described(unfit)}`, edited)
  const validated = validator(parsed)
  if ('complaint' in validated) throw unreadable(`is not a valid result: ${validated.complaint}`, edited)
  const { value } = validated
  const inconsistent = repeatedId(value) ?? tooDeepImage(value)
  if (inconsistent) throw unreadable(`is not a valid result: ${described(inconsistent)}`, edited)
  const { conclusion, ...stored } = value
  const totals = {
    requirements: count(value.requirements.map(({ verdict }) => verdict)),
    tests: count(value.tests.map(({ verdict }) => verdict)),
  }
  return { result: { ...stored, totals }, conclusion }
}

type Unreadable = (why: string, next: string, cause?: FileProblem) => UnreadableResults

function readBytes(path: string, unreadable: Unreadable): Buffer {
  try {
    return readFileBytes(path, { most: mostBytes })
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    const why = systemCode(error.cause) === 'ENOENT' ? 'does not exist' : error.message.slice(path.length + 1)
    throw unreadable(why, 'A run writes its results.json into the directory that --reports specifies', error)
  }
}

function parse(bytes: Buffer, unreadable: Unreadable): unknown {
  const beyond = beyondExtent(bytes, extent)
  if (beyond !== undefined) throw unreadable(`${beyond} and is not read`, 'Use the results.json of a run')
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    throw unreadable('is not valid JSON', 'If the run was killed while it was writing, run it again')
  }
}

/** What is known of a run that was killed. */
function leftBehind(
  path: string,
  unreadable: Unreadable,
): {
  evidence: ExchangeRecord[]
  leftovers: RunResult['leftovers']
} {
  const evidence = ledgerAt(ledgerFileOf(path), unreadable)
  const ledger = createLedger(undefined)
  for (const exchange of evidence) ledger.watch(exchange)
  const reason = `the run was killed before it could remove it; oci-assay cleanup ${path} <target> does`
  const leftovers = ledger.entries().map((entry) => leftover(entry, reason))
  return { evidence, leftovers }
}

/** The evidence that a run could write before it ended, and the exchanges that only its ledger has. */
function withThese(written: unknown, exchanges: readonly ExchangeRecord[]): unknown[] {
  const all: unknown[] = Array.isArray(written) ? written : []
  const known = new Set(
    all.flatMap((each) => (isObject(each) && each['kind'] === 'exchange' ? [each['id']] : [])),
  )
  return [...all, ...exchanges.filter(({ id }) => !known.has(id))]
}

function ledgerAt(path: string, unreadable: Unreadable): ExchangeRecord[] {
  try {
    return readLedgerFile(path)
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    const why = `is of a run that was killed, and its ledger ${error.message}`
    throw unreadable(why, 'Was it edited by hand?', error)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** A stored result, whose conclusion is drawn anew. */
type Stored = RunResult & { conclusion?: StoredConclusion }

const validator = schemaAt<Stored>('schemas/results.schema.json')
