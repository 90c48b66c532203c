import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { readFileText } from '../../files/read.ts'
import { ledgerFileOf } from '../../registry/ledger/write-file.ts'

/** results.json of a run is small until the run ends. */
const mostBytes = 16 * 1024 * 1024

/**
 * Keeps the files of a run that was killed in this folder under another name, with a note on stderr: they are the
 * only record of what it left in its registry, and the next run would overwrite them.
 */
export function keepKilled(folder: string): void {
  const results = join(folder, 'results.json')
  if (!existsSync(ledgerFileOf(results)) || !wasKilled(results)) return
  const names = Array.from({ length: 99 }, (_, index) => join(folder, `killed-${index + 1}.json`))
  const kept = names.find((name) => !existsSync(name))
  if (kept === undefined) return
  renameSync(results, kept)
  renameSync(ledgerFileOf(results), ledgerFileOf(kept))
  process.stderr.write(
    `oci-assay: an earlier run was killed: remove what it left with oci-assay cleanup ${kept} <target>\n`,
  )
}

function wasKilled(results: string): boolean {
  try {
    const stored = JSON.parse(readFileText(results, { most: mostBytes })) as {
      complete?: unknown
    } | null
    return stored?.complete === false
  } catch {
    return false
  }
}
