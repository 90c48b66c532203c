import { Command } from 'commander'
import { placeholders } from '../../client/operations.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { addSettings } from '../configuration/command-line.ts'
import { clientSettings } from '../configuration/client-settings.ts'
import { checkFound } from '../configuration/found.ts'
import { reportSettings } from '../configuration/report-settings.ts'
import { resolveSettings } from '../configuration/resolve.ts'
import type { RunSettings, SettingKey } from '../configuration/setting.ts'
import { settings } from '../configuration/settings.ts'
import type { Outcome } from '../outcome.ts'
import { writeNotes } from '../output/notes.ts'
import { earlierOf } from '../run/inputs.ts'
import { reported } from '../run/reported.ts'
import { recipeIn } from '../client/recipe.ts'

interface ClientFlags extends RunSettings {
  config?: string
}

const shared: readonly SettingKey[] = ['spec', 'suite', 'only', 'skip', 'concurrency', 'runTimeout']

const listed = Object.entries(placeholders)
  .map(([name, about]) => `  ${`{${name}}`.padEnd(16)}${about}`)
  .join('\n')

/** `oci-assay client <recipe>`: tests a client, and writes the reports. */
export function clientCommand(outcome: Outcome): Command {
  const command = new Command('client')
    .description('test a client: run its commands against registries that each do one thing')
    .argument('[recipe]', 'a client whose commands are known (oci-assay list recipes)')
    .option('--config <file>', 'read options from this file (default: oci-assay.yaml in the working folder)')
  return addSettings(command, [
    ...clientSettings.filter(({ key }) => key !== 'client'),
    ...settings.filter((setting) => shared.includes(setting.key) || reportSettings.includes(setting)),
  ])
    .addHelpText(
      'after',
      `
A command is run without a shell. Words are divided at blanks; quotes and backslashes work as in one. What is not given is not evaluated. Placeholders:
${listed}`,
    )
    .action(async (recipe: string | undefined, { config, ...flags }: ClientFlags) => {
      const typed = recipe === undefined ? flags : { ...flags, client: recipe }
      const { env: environment } = process
      const resolved = await resolveSettings({ flags: typed, config, environment, folder: '.' })
      writeNotes(resolved.notes)
      await checkFound(resolved, typed, 'client')
      outcome.exitCode = await run(resolved.settings, resolved.file, outcome)
    })
}

/** Commands end with the signal of the run. */
const stop = () => Promise.resolve()

async function run(
  chosen: RunSettings,
  file: string | undefined,
  { interruption }: Outcome,
): Promise<number> {
  const recipe = recipeIn(chosen)
  const earlier = await earlierOf(chosen, file)
  const { assayClient } = await import('../../assay/client/target.ts')
  const { spec, suite: suites, only, skip, label, concurrency, runTimeout } = chosen
  return reported(chosen, interruption, stop, ({ signal, reporters }) =>
    assayClient({
      recipe,
      ...withoutUndefined({ spec, suites, only, skip, label, concurrency, runTimeout }),
      ...earlier,
      signal,
      reporters,
    }),
  )
}
