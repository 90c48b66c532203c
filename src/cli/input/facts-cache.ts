import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { appendTo, makeFolder } from '../../files/write.ts'
import { readFileText } from '../../files/read.ts'
import { tool } from '../../files/version.ts'
import type { BlobFacts } from '../../image/decode/blob.ts'
import type { FileQuery } from '../../image/decode/tar/layer-files.ts'
import type { FactsFile } from '../../image/source/shared/known-blobs.ts'

/** Raised when what is found of a blob changes its form or its meaning within one version of oci-assay. */
const factsVersion = 2

/** Bytes of the file: facts of a million blobs. */
const mostBytes = 2 * 1024 ** 3

interface Line {
  key: string
  facts: BlobFacts
}

/** Bytes of files that were kept of layers, which JSON does not have. */
const inBase64 = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value

const fromBase64 = (_: string, value: unknown): unknown => {
  const text = (value as { base64?: unknown } | null)?.base64
  return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : value
}

/** Buffers have a form of their own in JSON, which comes before a replacer. */
const asLine = (line: Line): string => {
  const kept = line.facts.kept
  const plain =
    kept && Object.fromEntries(Object.entries(kept).map(([path, content]) => [path, inBase64('', content)]))
  return JSON.stringify({ ...line, facts: { ...line.facts, ...(plain ? { kept: plain } : {}) } })
}

/** Before each line, so that one that is damaged changes no verdict: it is passed over. */
const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

const isLine = (value: unknown): value is Line => {
  const { key, facts } = (value ?? {}) as { key?: unknown; facts?: Partial<BlobFacts> | null }
  return (
    typeof key === 'string' &&
    facts?.verified === 'match' &&
    typeof facts.size === 'number' &&
    Array.isArray(facts.problems)
  )
}

/**
 * The facts of blobs in a folder that the user names, in a file for each version of oci-assay and each set of limits and of
 * files that policies look at: one
 * line a blob, written as soon as it was read. A line that a killed run left unfinished, or that is damaged, is passed over. Throws FileProblem.
 */
export function factsIn(
  folder: string,
  { limits = [], query }: { limits?: readonly string[] | undefined; query?: FileQuery | undefined } = {},
): FactsFile {
  makeFolder(folder, '--cache')
  const files = query ? [createHash('sha256').update(JSON.stringify(query)).digest('hex').slice(0, 16)] : []
  const parts = [tool().version, String(factsVersion), ...limits.toSorted(), ...files]
  const path = join(folder, `blobs-${parts.join('-').replaceAll(/[^\w.=-]/g, '_')}.jsonl`)
  return {
    read() {
      const known = new Map<string, BlobFacts>()
      if (!existsSync(path)) return known
      for (const line of readFileText(path, { most: mostBytes }).split('\n')) {
        const [, sum, text = ''] = /^([0-9a-f]{16}) (.*)$/.exec(line) ?? []
        const read = sum === sumOf(text) ? parsed(text) : undefined
        if (isLine(read)) known.set(read.key, read.facts)
      }
      return known
    },
    add(key, facts) {
      const text = asLine({ key, facts })
      appendTo(path, `${sumOf(text)} ${text}\n`)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, fromBase64) as unknown
  } catch {
    return undefined
  }
}
