import { exitCodes, Failure, failureOf } from '../../results/conclusion/failure.ts'
import { FileProblem, isMemoryError, reasonOf, remedyOf, systemCode } from '../../files/problem.ts'
import { cut } from '../../results/text/printable.ts'
import { tool } from '../../files/version.ts'

/** Characters of an unexpected message, at most: it may contain a whole file. */
const longest = 200

const memory =
  'raise the limit with NODE_OPTIONS=--max-old-space-size=4096 (MiB), or use a machine with more memory'

let masked = (text: string): string => text

/** Sets the function that removes secrets from unexpected messages. */
export function maskUnexpected(mask: (text: string) => string): void {
  masked = mask
}

/** Whatever was thrown, in words: never with its stack, which shows minified source to users. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  return error instanceof FileProblem ? failureOf(error) : unexpected(error)
}

/** An error that no code of ours expects. */
function unexpected(error: unknown): Failure {
  const code = systemCode(error)
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd') {
    const advice = 'change to a folder that exists'
    return new Failure('the working folder was deleted', exitCodes.incomplete, advice)
  }
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return new Failure(reasonOf(error), exitCodes.incomplete, remedyOf(error))
  }
  if (isMemoryError(error)) return new Failure('there is not enough memory', exitCodes.incomplete, memory)
  if (code !== undefined) {
    const { path, syscall = 'a call' } = error as NodeJS.ErrnoException
    const what = path === undefined ? `${syscall} failed` : `${syscall} ${path} failed`
    const advice = remedyOf(error) ?? 'check the machine, and run the command again'
    return new Failure(`${what}: ${reasonOf(error)}`, exitCodes.incomplete, advice)
  }
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  // One place of the stack, so that a report is of use.
  const [, place] = /(?:\/|\()([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/m.exec(stack) ?? []
  const where = place === undefined ? '' : ` (${place})`
  return new Failure(
    `unexpected error: ${name}: ${cut(masked(message.replaceAll(/\s+/g, ' ')), longest)}${where}`,
    exitCodes.incomplete,
    `this is a bug of oci-assay: please report it with these lines and the command (${version()}, Node.js ${process.version})`,
  )
}

function version(): string {
  try {
    return `oci-assay ${tool().version}`
  } catch {
    return 'oci-assay of an unknown version'
  }
}
