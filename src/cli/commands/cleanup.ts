import type { RunSettings } from '../configuration/setting.ts'
import { accessSettings } from '../configuration/access-settings.ts'
import { Command } from 'commander'
import { recordedLeftovers, cleanUpRun } from '../../assay/clean-up/clean-up.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { noCommands, printable } from '../../results/text/printable.ts'
import type { RunResult } from '../../results/result.ts'
import { accessOf } from '../input/access.ts'
import { confirm } from './confirm.ts'
import { writeNotes } from '../output/notes.ts'
import { addSettings } from '../configuration/command-line.ts'
import { checkFound } from '../configuration/found.ts'
import { resolveSettings } from '../configuration/resolve.ts'
import { settings } from '../configuration/settings.ts'
import type { Outcome } from '../outcome.ts'
import { storedResult } from '../input/stored.ts'

interface CleanUpFlags extends RunSettings {
  config?: string
  containers?: true
}

/** The settings that name repositories. */
const repositorySettings = settings.filter(({ key }) => key === 'repository' || key === 'secondRepository')

/** `oci-assay cleanup <results.json> <target>`, or `--containers`: removes what a run left behind. */
export function cleanupCommand(outcome: Outcome): Command {
  const command = new Command('cleanup')
    .description('remove what an interrupted run left behind in its registry, or its container')
    .argument('[results.json]', 'what the run wrote')
    .argument('[target]', 'the registry to remove it from: the target of that run')
    .option('--containers', 'remove the containers that killed runs of run --container left on this machine')
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/configuration.md for what it may set)',
    )
  return addSettings(command, [...repositorySettings, ...accessSettings]).action(
    async (
      path: string | undefined,
      target: string | undefined,
      { config, containers, ...flags }: CleanUpFlags,
    ) => {
      if ((path === undefined) === (containers === undefined)) {
        throw new Failure('specify the results.json of a run, or --containers', exitCodes.usage)
      }
      if (path === undefined) {
        const { cleanUpContainers } = await import('./cleanup-containers.ts')
        process.stdout.write(`${(await cleanUpContainers()).join('\n')}\n`)
        return
      }
      const result = await storedResult(path)
      const trusted =
        target === undefined ? await confirmed(result, path) : { target, repositories: typed(flags) }
      const named = { ...flags, target: trusted.target }
      const resolved = await resolveSettings({
        flags: named,
        config,
        environment: process.env,
        folder: '.',
      })
      writeNotes(resolved.notes)
      await checkFound(resolved, named)
      const access = await accessOf(resolved.settings, resolved.password)
      const { interruption } = outcome
      interruption.handle({})
      const { signal } = interruption
      const { found, left } = await cleanUpRun(result, { ...access, ...trusted, signal })
      process.stdout.write(noCommands(formatCleanUp(result, found, left)))
      const code = left.length === 0 ? 0 : exitCodes.nonconformant
      outcome.exitCode = signal.aborted ? exitCodes.interrupted : code
    },
  )
}

const typed = ({ repository, secondRepository }: RunSettings): string[] =>
  [repository, secondRepository].filter((name) => name !== undefined)

/**
 * The target and the repositories of a result, if a person confirms them: anyone who can write the file could
 * otherwise have this user's credentials sent anywhere. Throws Failure.
 */
async function confirmed(
  result: RunResult,
  path: string,
): Promise<{ target: string; repositories: readonly string[] }> {
  const { target, repositories, count } = recordedLeftovers(result)
  if (count === 0) return { target, repositories }
  const where = printable(`${target}, in ${repositories.join(', ')}`)
  const agreed = await confirm(`Delete ${count} objects from ${where}?`)
  if (agreed) return { target, repositories }
  const advice = `if that is the target of your run: oci-assay cleanup ${path} <target>`
  const why =
    agreed === false ? 'nothing was deleted' : 'the target is read from the file, which may be forged'
  throw new Failure(`${why}: ${count} objects to delete from ${where}`, exitCodes.usage, advice)
}

function formatCleanUp(
  result: RunResult,
  found: number,
  left: Awaited<ReturnType<typeof cleanUpRun>>['left'],
): string {
  const name = printable(result.target.name)
  if (found === 0 && !result.complete) {
    return `The run was killed, and left no record of objects in ${name}.\n`
  }
  if (found === 0) return `The run left nothing behind in ${name}.\n`
  const lines = left.map(({ kind, repository, reference, reason }) =>
    printable(`  ${kind} ${repository} ${reference}: ${reason}`),
  )
  const summary = `Removed ${found - left.length} of ${found} objects from ${name}.`
  return [summary, ...(left.length > 0 ? ['Could not be removed:', ...lines] : []), ''].join('\n')
}
