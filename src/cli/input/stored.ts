import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { readResults, UnreadableResults } from '../../results/file/read.ts'

/** A result that the user names. Throws Failure where the file holds none. */
export async function storedResult(path: string): Promise<RunResult> {
  try {
    return await readResults(path)
  } catch (error) {
    if (!(error instanceof UnreadableResults)) throw error
    const exitCode = error.misnamed ? exitCodes.usage : exitCodes.incomplete
    throw new Failure(printable(error.message), exitCode)
  }
}
