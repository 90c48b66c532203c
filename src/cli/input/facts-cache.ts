import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
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

/** Bytes of the file: facts of a million blobs. */
const mostBytes = 2 * 1024 ** 3

/** Before each line, so that one that is damaged changes no verdict: it is passed over. */
const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

function isUsable(text: string): boolean {
  try {
    const { verified, size, problems }: Partial<BlobFacts> = factsOfText(text)
    return verified === 'match' && typeof size === 'number' && Array.isArray(problems)
  } catch {
    return false
  }
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
    *read() {
      if (!existsSync(path)) return
      for (const line of readFileLines(path, { most: mostBytes })) {
        const [, sum, key, text = ''] = /^([0-9a-f]{16}) ("(?:[^"\\]|\\.)*") (.*)$/.exec(line) ?? []
        if (key === undefined || sum !== sumOf(`${key} ${text}`) || !isUsable(text)) continue
        yield [JSON.parse(key) as string, text]
      }
    },
    add(key, facts) {
      const text = `${JSON.stringify(key)} ${facts}`
      appendTo(path, `${sumOf(text)} ${text}\n`)
    },
  }
}
