import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FileProblem, reasonOf, systemCode } from '../../files/problem.ts'
import { readFileText } from '../../files/read.ts'
import { writeWhole } from '../../files/write.ts'
import { beyondExtent } from '../file/json-extent.ts'
import { described, schemaAt } from '../file/schema.ts'
import { unfitText } from '../file/stored-limits.ts'
import { digestOf, identityOf, keptText, type Keeping } from './keep.ts'
import { keptVersion, remember, type KeptRequirements, type KeptResult, type Remembered } from './kept.ts'

/** Folders of a history: one file for each result, and one for each list of requirements. */
const [resultsFolder, listsFolder] = ['results', 'requirements']

/** A file that is not read, and why; for people. */
export interface Unread {
  /** Relative to the folder of the history. */
  file: string
  why: string
}

/** What a folder keeps. */
export interface KeptFolder {
  /** Oldest first. */
  results: readonly Remembered[]
  /** Foreign and damaged files: they are named, and change nothing else. */
  unread: readonly Unread[]
}

/**
 * Writes a result into the folder of a history; that it was there already changes nothing. The same run under another name
 * replaces the earlier one. Throws FileProblem where the folder cannot be written to.
 */
export function keepIn(folder: string, { kept, file, list, listFile }: Keeping): 'added' | 'known' {
  const path = join(folder, resultsFolder, file)
  const text = keptText(kept)
  const identity = `-${identityOf(kept)}.json`
  for (const other of namesIn(join(folder, resultsFolder)))
    if (other.endsWith(identity) && other !== file) rmSync(join(folder, resultsFolder, other))
  const listPath = join(folder, listsFolder, listFile)
  if (textAt(listPath) !== keptText(list)) writeWhole(listPath, keptText(list))
  if (textAt(path) === text) return 'known'
  writeWhole(path, text)
  return 'added'
}

/** Everything that a folder keeps. Throws FileProblem where the folder itself cannot be read. */
export function readFolder(folder: string): KeptFolder {
  const unread: Unread[] = []
  const lists = new Map<string, KeptRequirements | undefined>()
  const listNamed = (digest: string): KeptRequirements | undefined => {
    if (!lists.has(digest))
      lists.set(
        digest,
        attempt(unread, join(listsFolder, `${digest}.json`), () => listAt(folder, digest)),
      )
    return lists.get(digest)
  }
  const results = namesIn(join(folder, resultsFolder)).flatMap((name) => {
    const file = `${resultsFolder}/${name}`
    return attempt(unread, file, () => resultAt(folder, file, listNamed)) ?? []
  })
  return { results: withoutCopies(results.toSorted(byTime), unread), unread: unread.toSorted(byFile) }
}

const byFile = (one: { file: string }, other: { file: string }): number => (one.file < other.file ? -1 : 1)

const byTime = (one: Remembered, other: Remembered): number =>
  Date.parse(one.startedAt) - Date.parse(other.startedAt) || byFile(one, other)

/** Thrown where a file is not what it should be. */
class Unfit extends Error {
  override name = 'Unfit'
}

function attempt<Value>(unread: Unread[], file: string, read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    unread.push({ file: file.replaceAll('\\', '/'), why: error.message })
    return undefined
  }
}

function resultAt(
  folder: string,
  file: string,
  listNamed: (digest: string) => KeptRequirements | undefined,
): Remembered {
  const kept = parsed(folder, file, validResult)
  const list = listNamed(kept.requirements)
  if (!list)
    throw new Unfit(`its list of requirements, ${listsFolder}/${kept.requirements}.json, was not read`)
  const remembered = remember(file, kept, list)
  if (!remembered) throw new Unfit('it has not one verdict for each of its requirements')
  return remembered
}

function listAt(folder: string, digest: string): KeptRequirements {
  const list = parsed(folder, `${listsFolder}/${digest}.json`, validList)
  if (digestOf(list) !== digest) throw new Unfit('it is not the list that its name is the digest of')
  return list
}

const validResult = schemaAt<KeptResult>('schemas/kept-result.schema.json')
const validList = schemaAt<KeptRequirements>('schemas/kept-requirements.schema.json')

/** More than any result has. Bytes, and levels and values of its JSON. */
const mostBytes = 4 * 1024 * 1024
const extent = { depth: 8, values: 200_000 }

function parsed<Value>(folder: string, file: string, validate: ReturnType<typeof schemaAt<Value>>): Value {
  const text = textOf(join(folder, file))
  const beyond = beyondExtent(Buffer.from(text), extent)
  if (beyond !== undefined) throw new Unfit(`it ${beyond}`)
  const value = jsonIn(text)
  const version = (value as { keptVersion?: unknown } | null)?.keptVersion
  if (version === undefined)
    throw new Unfit('it was not written by oci-assay history; a results.json is added with --add')
  if (typeof version === 'number' && version > keptVersion)
    throw new Unfit(`it has version ${version}, and this oci-assay reads versions up to ${keptVersion}`)
  const unfit = unfitText(value)
  if (unfit) throw new Unfit(`it is damaged: ${described(unfit)}`)
  const validated = validate(value)
  if ('complaint' in validated) throw new Unfit(`it is damaged: ${validated.complaint}`)
  return validated.value
}

function textOf(path: string): string {
  try {
    return readFileText(path, { most: mostBytes })
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    throw new Unfit(error.message.slice(path.length + 1))
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unfit('it is not valid JSON')
  }
}

/** What is there already, if it can be read. */
function textAt(path: string): string | undefined {
  try {
    return readFileText(path, { most: mostBytes })
  } catch {
    return undefined
  }
}

/** Names in a folder, hidden ones left out, in an order that is the same on each machine; none where there is no folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .toSorted()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw new FileProblem(`${folder} cannot be read: ${reasonOf(error)}`, { misnamed: true, cause: error })
  }
}

/** A copy of a file is the same run too. */
function withoutCopies(results: readonly Remembered[], unread: Unread[]): Remembered[] {
  const seen = new Map<string, string>()
  return results.filter(({ file, kept }) => {
    const identity = identityOf(kept)
    const first = seen.get(identity)
    if (first === undefined) return seen.set(identity, file)
    unread.push({ file, why: `it contains the same run as ${first}` })
    return false
  })
}
