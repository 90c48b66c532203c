import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { readFileText } from '../../files/read.ts'
import { ledgerFileOf } from '../../registry/ledger/write-file.ts'

/** The beginning of a run's results.json, as it stands until the run ends, is small. */
const mostBytes = 16 * 1024 * 1024

/**
 * Keeps the files of a run that was killed in this folder under another name, and says so: they alone
 * know what it left in its registry, and the next run would overwrite them.
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
    `oci-assay: a run before this one was killed: oci-assay cleanup ${kept} <target> removes what it left\n`,
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
