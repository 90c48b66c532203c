import { existsSync } from 'node:fs'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { readStored, UnreadableResults, type StoredConclusion } from '../../results/file/read.ts'

/** A result that the user names. Throws Failure where the file holds none. */
export const storedResult = async (path: string): Promise<RunResult> => (await storedRun(path)).result

/** The same with the conclusion that the run drew by its own options, where it reached its end. */
export async function storedRun(
  path: string,
): Promise<{ result: RunResult; conclusion: StoredConclusion | undefined }> {
  try {
    return await readStored(path)
  } catch (error) {
    if (!(error instanceof UnreadableResults)) throw error
    const exitCode = error.misnamed ? exitCodes.usage : exitCodes.incomplete
    throw new Failure(printable(error.message), exitCode)
  }
}

/** `zot=results.json` is the result of zot, unless a file with that whole name exists. */
export function namedFile(arg: string): { name?: string; path: string } {
  const at = arg.indexOf('=')
  if (at < 1 || existsSync(arg)) return { path: arg }
  return { name: arg.slice(0, at), path: arg.slice(at + 1) }
}
