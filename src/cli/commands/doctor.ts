import type { RunSettings, SettingKey } from '../configuration/setting.ts'
import { accessSettings } from '../configuration/access-settings.ts'
import { Command } from 'commander'
import { diagnose, type Diagnosis } from '../../assay/doctor.ts'
import type { CapabilityResult, Leftover } from '../../engine/events.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { noCommands, printable } from '../../results/text/printable.ts'
import { plural } from '../../results/text/words.ts'
import { accessOf } from '../input/access.ts'
import { addSettings } from '../configuration/command-line.ts'
import { checkFound } from '../configuration/found.ts'
import { resolveSettings } from '../configuration/resolve.ts'
import { settings } from '../configuration/settings.ts'
import type { Outcome } from '../outcome.ts'
import { writeNotes } from '../output/notes.ts'
import { optionsOf } from '../input/run-options.ts'

interface DoctorFlags extends RunSettings {
  config?: string
  json?: true
}

const relevantSettings = new Set<SettingKey>([
  'spec',
  'repository',
  'secondRepository',
  'readOnly',
  'tag',
  'manifest',
  'blob',
])

/** `oci-assay doctor <target>`: checks connectivity, authentication and capabilities before a run. */
export function doctorCommand(outcome: Outcome): Command {
  const command = new Command('doctor')
    .summary('check connectivity, authentication and capabilities of a registry before a run')
    .description(
      'check connectivity, authentication and capabilities of a registry before a run; pushes and deletes a few small test objects unless --read-only is set',
    )
    .argument('[target]', 'address of a registry')
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/configuration.md for what it may set)',
    )
    .option('--json', 'as JSON')
  const own = settings.filter(({ key }) => relevantSettings.has(key))
  return addSettings(command, [...own, ...accessSettings]).action(
    async (target: string | undefined, { config, json, ...flags }: DoctorFlags) => {
      const typed = target === undefined ? flags : { ...flags, target }
      const resolved = await resolveSettings({ flags: typed, config, environment: process.env, folder: '.' })
      const { settings: chosen, password, notes } = resolved
      writeNotes(notes)
      await checkFound(resolved, typed)
      if (chosen.target === undefined) {
        const advice = 'for example: oci-assay doctor http://localhost:5000'
        throw new Failure('specify the address of one registry', exitCodes.usage, advice)
      }
      const access = await accessOf(chosen, password)
      const { interruption } = outcome
      interruption.handle({ note: () => 'interrupted; cleaning up (once more ends at once)' })
      const { signal } = interruption
      const diagnosis = await diagnose({
        ...optionsOf(chosen, { needsContent: false }),
        ...access,
        target: chosen.target,
        signal,
      })
      process.stdout.write(
        json
          ? `${JSON.stringify(asJson(diagnosis), undefined, 2)}\n`
          : noCommands(formatDiagnosis(diagnosis)),
      )
      outcome.exitCode = isWhole(diagnosis) ? 0 : exitCodes.incomplete
    },
  )
}

/** A run would evaluate what the probes evaluate. */
const isWhole = ({ reached, incomplete = [] }: Diagnosis): boolean => reached.ok && incomplete.length === 0

/** Maps are objects in JSON. */
const asJson = (diagnosis: Diagnosis): object => ({
  ...diagnosis,
  challenges: diagnosis.challenges.map(({ scheme, parameters }) => ({
    scheme,
    ...(Object.fromEntries(parameters) as object),
  })),
})

/** The diagnosis as lines for people. */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  const { address, details, problems, reached, server, roundTrip, challenges } = diagnosis
  const lines: [string, string][] = [
    ['address', address],
    ...Object.entries(details),
    ...problems.map((problem): [string, string] => ['ignored', problem]),
    ['reached', `${reached.ok ? 'yes' : 'no'}: ${reached.message}`],
    ...(server === undefined ? [] : [['server', server] as [string, string]]),
    ['round trip', `${Math.round(roundTrip)} ms`],
    ['authentication', authentication(diagnosis)],
    ...challenges.flatMap(({ parameters }): [string, string][] =>
      ['realm', 'service', 'scope'].flatMap((name) => {
        const value = parameters.get(name)
        return value === undefined ? [] : [[`  ${name}`, value]]
      }),
    ),
    ...written(diagnosis),
    ...(diagnosis.capabilities ?? []).map((capability): [string, string] => [
      capability.title,
      capability.detail === undefined ? capability.state : `${capability.state}: ${capability.detail}`,
    ]),
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  const table = lines.map(([name, value]) => printable(`${name.padEnd(width)}  ${value}`))
  return [...table, '', ...conclusions(diagnosis).map(printable), ''].join('\n')
}

function written({ writtenTo, leftovers = [] }: Diagnosis): [string, string][] {
  if (writtenTo === undefined) return []
  const deleted = leftovers.length === 0 ? ' and deleted' : ''
  return [
    [
      'writes',
      writtenTo.length === 0
        ? 'none'
        : `small test objects were pushed to ${writtenTo.join(' and ')}${deleted}`,
    ],
  ]
}

function authentication({ challenges, reached, details }: Diagnosis): string {
  if (challenges.length === 0) return reached.ok ? 'none required' : 'unknown'
  const schemes = challenges.map(({ scheme }) => scheme).join(', ')
  if (details['credentials'] !== undefined) return `${schemes}, ${reached.ok ? 'accepted' : 'rejected'}`
  return `${schemes}, ${reached.ok ? 'accepted without credentials' : 'no credentials available'}`
}

const nameOf = ({ kind, repository, reference }: Leftover): string => `${kind} ${repository} ${reference}`

/** What it means for a run. */
function conclusions({ reached, capabilities = [], leftovers = [], incomplete = [] }: Diagnosis): string[] {
  if (!reached.ok)
    return ['Not ready to run.', ...(reached.advice === undefined ? [] : [`Next: ${reached.advice}.`])]
  const is = (name: string, state: CapabilityResult['state']) =>
    capabilities.some((capability) => capability.name === name && capability.state === state)
  const pushes = is('push', 'supported')
  const deletes = ['delete-tag', 'delete-manifest', 'delete-blob'].some((name) => is(name, 'supported'))
  return [
    ...(incomplete.length === 0
      ? ['Ready to run.']
      : ['A run would be incomplete (exit code 3):', ...incomplete.map((reason) => `- ${reason}`)]),
    ...(pushes || is('push', 'unknown')
      ? []
      : [
          'Pushing is not possible: check that the account may write to the repositories, and that they exist;',
          'to test without writing: --read-only with --tag, --manifest or --blob.',
        ]),
    ...(pushes && !deletes
      ? ['Deleting is not possible: what a run pushes remains in its repositories.']
      : []),
    ...(leftovers.length > 0
      ? [
          `${plural(leftovers.length, 'test object')} could not be deleted: ${leftovers.map(nameOf).join(', ')}`,
        ]
      : []),
  ]
}
