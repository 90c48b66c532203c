import { readFile } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { ConclusionName } from '../engine/conclusion.ts'
import { formatVersion } from '../engine/events.ts'
import { count } from '../engine/results.ts'
import { leftover } from '../registry/clean-up.ts'
import { ledgerFileOf, readLedgerFile } from '../registry/ledger-file.ts'
import { createLedger } from '../registry/ledger.ts'
import { printable } from './printable.ts'
import type { AssayResult } from './reporter.ts'

/** A file that is no readable result; the message says what to do next. */
export class UnreadableResults extends Error {
  override name = 'UnreadableResults'
}

/**
 * Reads a stored result. Totals are counted anew from what the file holds. A run that never told
 * its end is read like any other, with `complete: false`; what it had sent, and so what it left behind,
 * stands in its ledger's file.
 * Throws UnreadableResults: no such file, no JSON, a newer format, or not what the schema says.
 */
export async function readResults(path: string): Promise<AssayResult> {
  const unreadable = (why: string, next: string) => new UnreadableResults(`${path} ${why}. ${next}`)
  const content = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    throw unreadable(
      thrown.code === 'ENOENT' ? 'does not exist' : `cannot be read (${thrown.code ?? thrown.message})`,
      'A run writes its results.json into the directory given by --reports',
    )
  })
  let parsed: unknown
  try {
    parsed = JSON.parse(content)
  } catch {
    throw unreadable('is no JSON', 'If the run was killed while it was writing, run it again')
  }
  const version = isObject(parsed) ? parsed['formatVersion'] : undefined
  if (typeof version !== 'number') {
    throw unreadable('is no result of oci-assay: it has no formatVersion', 'Give the results.json of a run')
  }
  if (version > formatVersion) {
    throw unreadable(
      `has format version ${version}, and this oci-assay reads versions up to ${formatVersion}`,
      'Update oci-assay to the version that wrote it',
    )
  }
  if (isObject(parsed) && parsed['complete'] === false) Object.assign(parsed, leftBehind(path))
  const validate = validator()
  if (!validate(parsed)) {
    throw unreadable(
      `is not what a run writes: ${complaint(validate.errors?.[0])}`,
      'Was it edited by hand? Run again, or compare it with schemas/results.schema.json',
    )
  }
  const { conclusion: _, ...stored } = parsed
  return {
    ...stored,
    totals: {
      requirements: count(parsed.requirements.map(({ verdict }) => verdict)),
      tests: count(parsed.tests.map(({ verdict }) => verdict)),
    },
  }
}

/** The conclusion that a run wrote into its results.json, by its own options; the file must have been read before. */
export async function readConclusion(path: string): Promise<{ name: ConclusionName; headline: string }> {
  const { conclusion } = JSON.parse(await readFile(path, 'utf8')) as {
    conclusion?: { name: ConclusionName; headline: string }
  }
  return conclusion ?? { name: 'interrupted', headline: 'The run did not reach its end' }
}

/** What is known of a run that was killed. */
function leftBehind(path: string): Pick<AssayResult, 'evidence' | 'leftovers'> {
  const evidence = readLedgerFile(ledgerFileOf(path))
  const ledger = createLedger(undefined)
  for (const exchange of evidence) ledger.watch(exchange)
  const reason = `the run was killed before it could remove it; oci-assay cleanup ${path} <target> does`
  const leftovers = ledger.entries().map((entry) => leftover(entry, reason))
  return { evidence, leftovers }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const complaint = (error: ErrorObject | undefined): string => {
  if (!error) return 'it does not match its schema'
  const { instancePath, message = 'is wrong', keyword, params } = error
  const property: unknown = params['additionalProperty']
  const what = keyword === 'additionalProperties' ? `has an unknown property ${String(property)}` : message
  return printable(`${instancePath === '' ? 'the file' : instancePath} ${what}`)
}

/** A stored result, whose conclusion is drawn anew. */
type Stored = AssayResult & { conclusion?: unknown }

let compiled: ValidateFunction<Stored> | undefined

function validator(): ValidateFunction<Stored> {
  if (compiled) return compiled
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
  formats.default(ajv)
  compiled = ajv.compile<Stored>(JSON.parse(readFileSync(schemaFile(), 'utf8')))
  return compiled
}

/** The schemas stand beside src/ in the sources, and beside dist/ in the package. */
function schemaFile(): URL {
  const places = ['../../schemas/', '../../../schemas/'].map(
    (folder) => new URL(`${folder}results.schema.json`, import.meta.url),
  )
  const found = places.find((place) => existsSync(place))
  if (!found) throw new Error('schemas/results.schema.json is missing: install oci-assay anew')
  return found
}
