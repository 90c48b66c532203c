import { basename } from 'node:path'
import { exitCodes } from '../../results/conclusion/failure.ts'
import type { ReporterFailure } from '../../results/multiplex.ts'
import { noCommand, printable } from '../../results/text/printable.ts'
import { isOutputLost } from '../process/start.ts'

/** The reports of a command, as it ends. */
export interface Written {
  /** Paths of all reports that were to be written. */
  paths: readonly string[]
  failures: readonly ReporterFailure[]
  /** Of what the result amounts to. */
  exitCode: number
  headline: string
}

/**
 * Prints which reports could not be written, and which were; where standard output could not be written, also the headline.
 * Returns the exit code: without one of its reports a run does not succeed.
 */
export async function exitCodeWith({ paths, failures, exitCode, headline }: Written): Promise<number> {
  const isSilent = await isOutputLost()
  if (isSilent) print(headline)
  if (failures.length === 0 && !isSilent) return exitCode
  for (const { reporter, message } of failures) {
    const path = paths.find((each) => basename(each) === reporter)
    const isNamed = path !== undefined && message.startsWith(path)
    print(isNamed ? message : `the report ${reporter} could not be written: ${message}`)
  }
  const [advice] = failures.flatMap((failure) => failure.advice ?? [])
  if (advice !== undefined) process.stderr.write(`  ${printable(advice)}\n`)
  const failed = new Set(failures.map(({ reporter }) => reporter))
  const written = paths.filter((path) => !failed.has(basename(path)))
  print(written.length === 0 ? 'no report was written' : `these reports were written: ${written.join(', ')}`)
  return exitCode === 0 && failures.length > 0 ? exitCodes.incomplete : exitCode
}

const print = (text: string): void => void process.stderr.write(noCommand(`oci-assay: ${printable(text)}\n`))
