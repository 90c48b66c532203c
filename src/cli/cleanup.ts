import { Command } from 'commander'
import { cleanUpRun } from '../clean-up.ts'
import { exitCodes, Failure } from '../failure.ts'
import { printable } from '../reporters/printable.ts'
import { readResults, UnreadableResults } from '../reporters/results-file.ts'
import type { AssayResult } from '../reporters/reporter.ts'
import { accessOf } from './access.ts'
import { addSettings } from './configuration/command-line.ts'
import { resolveSettings } from './configuration/resolve.ts'
import { accessSettings, type RunSettings } from './configuration/settings.ts'
import type { Outcome } from './program.ts'

interface CleanUpFlags extends RunSettings {
  config?: string
  containers?: true
}

/** `oci-assay cleanup <results.json>`, or `--containers`: removes what a run left behind. Asks nothing. */
export function cleanupCommand(outcome: Outcome): Command {
  const command = new Command('cleanup')
    .description('remove what an interrupted run left behind in its registry, or its container')
    .argument('[results.json]', 'what the run wrote')
    .option('--containers', 'remove the containers that killed runs of run --container left on this machine')
    .option('--config <file>', 'read options from this file (default oci-assay.yaml, where it is there)')
  return addSettings(command, accessSettings).action(
    async (path: string | undefined, { config, containers, ...flags }: CleanUpFlags) => {
      if ((path === undefined) === (containers === undefined)) {
        throw new Failure('give the results.json of a run, or --containers', exitCodes.usage)
      }
      if (path === undefined) {
        const { cleanUpContainers } = await import('./cleanup-containers.ts')
        process.stdout.write(`${(await cleanUpContainers()).join('\n')}\n`)
        return
      }
      const result = await resultsAt(path)
      const resolved = await resolveSettings({ flags, config, environment: process.env, folder: '.' })
      const { found, left } = await cleanUpRun(result, await accessOf(resolved.settings, resolved.password))
      process.stdout.write(told(result, found, left))
      outcome.exitCode = left.length === 0 ? 0 : exitCodes.broken
    },
  )
}

async function resultsAt(path: string): Promise<AssayResult> {
  try {
    return await readResults(path)
  } catch (error) {
    if (error instanceof UnreadableResults) throw new Failure(error.message, exitCodes.usage)
    throw error
  }
}

function told(
  result: AssayResult,
  found: number,
  left: Awaited<ReturnType<typeof cleanUpRun>>['left'],
): string {
  const name = printable(result.target.name)
  if (found === 0 && !result.complete) {
    return `The run was killed, and nothing that it left in ${name} is known.\n`
  }
  if (found === 0) return `The run left nothing behind in ${name}.\n`
  const lines = left.map(({ kind, repository, reference, reason }) =>
    printable(`  ${kind} ${repository} ${reference}: ${reason}`),
  )
  const summary = `Removed ${found - left.length} of ${found} things from ${name}.`
  return [summary, ...(left.length > 0 ? ['Still there:', ...lines] : []), ''].join('\n')
}
