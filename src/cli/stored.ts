import { exitCodes, Failure } from '../failure.ts'
import { printable } from '../reporters/printable.ts'
import type { AssayResult } from '../reporters/reporter.ts'
import { readResults, UnreadableResults } from '../reporters/results-file.ts'

/** A result that the user names. Throws Failure where the file holds none. */
export async function storedResult(path: string): Promise<AssayResult> {
  try {
    return await readResults(path)
  } catch (error) {
    if (!(error instanceof UnreadableResults)) throw error
    const exitCode = error.misnamed ? exitCodes.usage : exitCodes.notAssayed
    throw new Failure(printable(error.message), exitCode)
  }
}
