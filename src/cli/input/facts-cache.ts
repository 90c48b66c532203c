import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { appendTo, makeFolder } from '../../files/write.ts'
import { readFileLines } from '../../files/read.ts'
import { tool } from '../../files/version.ts'
import type { BlobFacts } from '../../image/decode/blob.ts'
import type { FileQuery } from '../../image/decode/tar/layer-files.ts'
import { factsOfText } from '../../image/source/shared/facts-text.ts'
import type { FactsFile } from '../../image/source/shared/known-blobs.ts'

/** Raised when what is found of a blob changes its form or its meaning within one version of oci-assay. */
const factsVersion = 4

/** Bytes of the file: facts of a million blobs, or as many as fit beside configurations. Nothing is added to one that is full. */
const usualMost = 2 * 1024 ** 3

export interface FactsOptions {
  limits?: readonly string[] | undefined
  query?: FileQuery | undefined
  /** Bytes of the file. */
  most?: number
}

/** Before each line, so that one that is damaged changes no verdict: it is passed over. */
const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

function isUsable(text: string): boolean {
  try {
    const facts: Partial<BlobFacts> | undefined = factsOfText(text)
    // The digest of a document is compared where it is used.
    if (facts === undefined) return true
    const { verified, size, problems } = facts
    return verified === 'match' && typeof size === 'number' && Array.isArray(problems)
  } catch {
    return false
  }
}

/**
 * The facts of blobs in a folder that the user names, and the documents that are read again, in a file for each version of oci-assay and
 * each set of limits and of files that policies look at: one line a blob, written as soon as it was read. A line that a killed run left
 * unfinished, or that is damaged, is passed over. For its owner alone, since configurations may have secrets in their environments. Throws FileProblem.
 */
export function factsIn(
  folder: string,
  { limits = [], query, most = usualMost }: FactsOptions = {},
): FactsFile {
  makeFolder(folder, '--cache')
  const files = query ? [createHash('sha256').update(JSON.stringify(query)).digest('hex').slice(0, 16)] : []
  const parts = [tool().version, String(factsVersion), ...limits.toSorted(), ...files]
  const path = join(folder, `blobs-${parts.join('-').replaceAll(/[^\w.=-]/g, '_')}.jsonl`)
  return {
    *read() {
      if (!existsSync(path)) return
      const advice = 'delete it, or choose another folder with --cache'
      for (const line of readFileLines(path, { most, advice })) {
        const [, sum, key, text = ''] = /^([0-9a-f]{16}) ("(?:[^"\\]|\\.)*") (.*)$/.exec(line) ?? []
        if (key === undefined || sum !== sumOf(`${key} ${text}`) || !isUsable(text)) continue
        yield [JSON.parse(key) as string, text]
      }
    },
    add(key, facts) {
      const text = `${JSON.stringify(key)} ${facts}`
      const line = `${sumOf(text)} ${text}\n`
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      if (size + Buffer.byteLength(line) <= most) appendTo(path, line, { mode: 0o600 })
    },
  }
}
