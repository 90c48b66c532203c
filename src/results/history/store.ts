import { exitCodes, Failure } from '../conclusion/failure.ts'
import { tool } from '../../files/version.ts'
import type { RunResult } from '../result.ts'
import { keepIn, readFolder } from './folder.ts'
import type { History } from './history.ts'
import { keepingOf, type KeepOptions } from './keep.ts'
import { historyOf } from './series.ts'

/** What became of a result that was to be kept. */
export interface Added {
  /** False where the history had it already. */
  added: boolean
  /** Its file, relative to the folder of the history. */
  file: string
}

/**
 * Keeps a result in the folder of a history, which is made where it is missing: its verdicts, findings and conclusion, in
 * about 3 kB, without evidence. The same run is kept once; under another name it replaces the earlier one. Throws Failure for a
 * shard, and FileProblem where the folder cannot be written to.
 */
export function addToHistory(folder: string, result: RunResult, options: KeepOptions = {}): Added {
  if (result.shard)
    throw new Failure(
      'a history keeps whole results, and that is a shard',
      exitCodes.usage,
      'join the shards first: oci-assay report --merge <results.json…>',
    )
  const keeping = keepingOf(result, options)
  return { added: keepIn(folder, keeping) === 'added', file: `results/${keeping.file}` }
}

/**
 * The history that a folder keeps. Files that cannot be read are named in `unread`, and change nothing else. Throws
 * FileProblem where the folder itself cannot be read.
 */
export const readHistory = (folder: string): History => historyOf(readFolder(folder), tool())
