import { Command } from 'commander'
import { addSettings } from '../configuration/command-line.ts'
import { clientSettings } from '../configuration/client-settings.ts'
import { checkFound } from '../configuration/found.ts'
import { roundtripSettings } from '../configuration/roundtrip-settings.ts'
import { resolveSettings, type Resolved } from '../configuration/resolve.ts'
import type { RunSettings } from '../configuration/setting.ts'
import { settings } from '../configuration/settings.ts'
import type { Outcome } from '../outcome.ts'
import { writeNotes } from '../output/notes.ts'
import { runWith } from '../run/run.ts'

interface RunFlags extends RunSettings {
  config?: string
  printConfig?: true
}

/** `oci-assay run <target>`: tests a registry or validates an image, and writes the reports. */
export function runCommand(outcome: Outcome): Command {
  const command = new Command('run')
    .description('test a registry or validate an image')
    .argument(
      '[target]',
      'a registry: http(s)://host[:port][/prefix], or host[:port] (see also --container); an image: the folder of a layout, an archive of one or of docker save, or host[:port]/repository[:tag|@digest], also with a transport such as oci: or docker://',
    )
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/configuration.md for what it may set)',
    )
    .option('--print-config', 'print the effective configuration and its sources, then exit')
  return addSettings(
    command,
    settings.filter(
      (setting) =>
        setting.key !== 'target' && !clientSettings.includes(setting) && !roundtripSettings.includes(setting),
    ),
  )
    .addHelpText(
      'after',
      `
Examples:
  oci-assay run http://localhost:5000                  test a registry
  oci-assay run ./layout                               validate an image layout
  oci-assay run registry.example.com/team/app:1.0      validate an image in a registry
  oci-assay run --read-only --tag latest --repository team/app https://registry.example.com

Exit codes:
  0    conformant, or only known failures
  1    a requirement failed, or an expectation is out of date
  2    wrong usage
  3    not everything could be evaluated, or nothing
  130  interrupted

Options can also be set in oci-assay.yaml, under the same names without dashes, and in the environment as
OCI_ASSAY_<OPTION>. The command line overrides the environment, which overrides the file; use
--no-<option> to override a boolean. The variables of the reference suite are read too.`,
    )
    .action(async (target: string | undefined, { config, printConfig, ...flags }: RunFlags) => {
      const typed = target === undefined ? flags : { ...flags, target }
      const { env: environment } = process
      const resolved = await resolveSettings({ flags: typed, config, environment, folder: '.' })
      writeNotes(resolved.notes)
      if (!printConfig) await checkFound(resolved, typed)
      if (printConfig) await printConfiguration(resolved)
      else outcome.exitCode = await runWith(typed, resolved, outcome.interruption)
    })
}

async function printConfiguration(resolved: Resolved): Promise<void> {
  const { printedConfiguration } = await import('../configuration/print.ts')
  process.stdout.write(printedConfiguration(resolved))
}
