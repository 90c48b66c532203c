import type { RunSettings, SettingKey } from '../configuration/setting.ts'
import { accessSettings } from '../configuration/access-settings.ts'
import { Command } from 'commander'
import { diagnose, type Diagnosis } from '../../assay/doctor.ts'
import type { CapabilityResult } from '../../engine/events.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { noCommands, printable } from '../../results/text/printable.ts'
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

const asked = new Set<SettingKey>([
  'spec',
  'repository',
  'secondRepository',
  'readOnly',
  'tag',
  'manifest',
  'blob',
])

/** `oci-assay doctor <target>`: what stands in the way of a run. */
export function doctorCommand(outcome: Outcome): Command {
  const command = new Command('doctor')
    .description('find out whether a registry can be assayed, and what it supports')
    .argument('[target]', 'address of a registry')
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/ci.md for what it may set)',
    )
    .option('--json', 'as JSON')
  const own = settings.filter(({ key }) => asked.has(key))
  return addSettings(command, [...own, ...accessSettings]).action(
    async (target: string | undefined, { config, json, ...flags }: DoctorFlags) => {
      const typed = target === undefined ? flags : { ...flags, target }
      const resolved = await resolveSettings({ flags: typed, config, environment: process.env, folder: '.' })
      const { settings: chosen, password, notes } = resolved
      writeNotes(notes)
      await checkFound(resolved, typed)
      if (chosen.target === undefined) {
        const advice = 'for example: oci-assay doctor http://localhost:5000'
        throw new Failure('give the address of one registry', exitCodes.usage, advice)
      }
      const access = await accessOf(chosen, password)
      const { interruption } = outcome
      interruption.handle({ note: () => 'interrupted; cleaning up (once more ends at once)' })
      const { signal } = interruption
      const diagnosis = await diagnose({ ...optionsOf(chosen), ...access, target: chosen.target, signal })
      process.stdout.write(
        json ? `${JSON.stringify(asJson(diagnosis), undefined, 2)}\n` : noCommands(told(diagnosis)),
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
export function told(diagnosis: Diagnosis): string {
  const { address, details, problems, reached, server, roundTrip, challenges } = diagnosis
  const lines: [string, string][] = [
    ['address', address],
    ...Object.entries(details),
    ...problems.map((problem): [string, string] => ['passed over', problem]),
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
    ...(diagnosis.capabilities ?? []).map((capability): [string, string] => [
      capability.title,
      capability.detail === undefined ? capability.state : `${capability.state}: ${capability.detail}`,
    ]),
  ]
  const width = Math.max(...lines.map(([name]) => name.length))
  const table = lines.map(([name, value]) => printable(`${name.padEnd(width)}  ${value}`))
  return [...table, '', ...conclusions(diagnosis).map(printable), ''].join('\n')
}

function authentication({ challenges, reached, details }: Diagnosis): string {
  if (challenges.length === 0) return reached.ok ? 'none asked for' : 'not known'
  const schemes = challenges.map(({ scheme }) => scheme).join(', ')
  if (details['credentials'] !== undefined) return `${schemes}, ${reached.ok ? 'passed' : 'not passed'}`
  return `${schemes}, ${reached.ok ? 'passed without credentials' : 'and there are no credentials'}`
}

/** What it means for a run. */
function conclusions({ reached, capabilities = [], leftovers = [], incomplete = [] }: Diagnosis): string[] {
  if (!reached.ok)
    return ['A run is not possible.', ...(reached.advice === undefined ? [] : [`To do: ${reached.advice}.`])]
  const is = (name: string, state: CapabilityResult['state']) =>
    capabilities.some((capability) => capability.name === name && capability.state === state)
  const pushes = is('push', 'supported')
  const deletes = ['delete-tag', 'delete-manifest', 'delete-blob'].some((name) => is(name, 'supported'))
  return [
    ...(incomplete.length === 0
      ? ['A run is possible.']
      : ['A run would be incomplete (exit code 3):', ...incomplete.map((reason) => `- ${reason}`)]),
    ...(pushes || is('push', 'unknown')
      ? []
      : [
          'Nothing can be pushed: check that the account may write to the repositories, or that they exist;',
          'for a registry that is only read from: --read-only with --tag, --manifest or --blob.',
        ]),
    ...(pushes && !deletes ? ['Nothing can be deleted: what a run pushes stays in its repositories.'] : []),
    ...(leftovers.length > 0
      ? [`${leftovers.length} small things that were pushed just now are still there.`]
      : []),
  ]
}
