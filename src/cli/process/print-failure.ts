import type { Failure } from '../../results/conclusion/failure.ts'
import { noCommand, printableLines } from '../../results/text/printable.ts'

/** Prints a failure on stderr, its advice on a line of its own. */
export function printFailure({ message, advice }: Failure): void {
  // Both may repeat what a target or a file contains.
  const lines = [`oci-assay: ${message}`, ...(advice === undefined ? [] : [`  ${advice}`])]
  for (const line of lines.join('\n').split('\n'))
    process.stderr.write(`${noCommand(printableLines(line))}\n`)
}
