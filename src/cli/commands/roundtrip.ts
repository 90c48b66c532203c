import { Command } from 'commander'
import { withoutUndefined } from '../../engine/optional.ts'
import { roundtrip } from '../../assay/roundtrip/roundtrip.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { accessSettings } from '../configuration/access-settings.ts'
import { addSettings } from '../configuration/command-line.ts'
import { checkFound } from '../configuration/found.ts'
import { resolveSettings } from '../configuration/resolve.ts'
import { clientsIn, roundtripSettings } from '../configuration/roundtrip-settings.ts'
import type { RunSettings, SettingKey } from '../configuration/setting.ts'
import { settings } from '../configuration/settings.ts'
import type { Outcome } from '../outcome.ts'
import { writeNotes } from '../output/notes.ts'
import { runWith } from '../run/run.ts'

interface RoundtripFlags extends RunSettings {
  config?: string
}

const relevantSettings = new Set<SettingKey>([
  'spec',
  'reports',
  'format',
  'expectations',
  'compareWith',
  'label',
  'strict',
  'level',
  'verbose',
  'limit',
  'policies',
  'policy',
  'wait',
  'runTimeout',
  'retries',
])

/** `oci-assay roundtrip <image> <repository>`: pushes an image, pulls it again and compares. */
export function roundtripCommand(outcome: Outcome): Command {
  const command = new Command('roundtrip')
    .description('push an image to a registry, pull it again, and compare every byte')
    .argument(
      '[image]',
      'the folder of an image layout, an archive of one, or host[:port]/repository[:tag|@digest]',
    )
    .argument(
      '[repository]',
      'where to push it: host[:port]/repository[:tag]; without a tag a new one is used',
    )
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/configuration.md for what it may set)',
    )
  const own = settings.filter(({ key }) => relevantSettings.has(key))
  return addSettings(command, [
    ...own,
    ...roundtripSettings.filter(({ key }) => key !== 'roundtrip'),
    ...accessSettings,
  ]).action(
    async (image: string | undefined, to: string | undefined, { config, ...flags }: RoundtripFlags) => {
      const typed = { ...flags, ...withoutUndefined({ target: image, roundtrip: to }) }
      const resolved = await resolveSettings({ flags: typed, config, environment: process.env, folder: '.' })
      writeNotes(resolved.notes)
      const { target: from, roundtrip: repository } = resolved.settings
      if (from === undefined || repository === undefined) throw missing(from)
      // Credentials go to the registry that the image is pushed to.
      const inRegistry = { ...typed, target: repository }
      await checkFound(resolved, inRegistry, 'roundtrip')
      // What selects tests of a registry does not concern a round trip.
      const chosen = Object.fromEntries(
        Object.entries(resolved.settings).filter(([key]) => isRelevant(key)),
      ) as RunSettings
      const { with: clients, upgrade, start, expectExit, expectOutput, startTimeout } = resolved.settings
      const requested = {
        ...(clients === undefined ? {} : { with: clientsIn(clients) }),
        ...withoutUndefined({ upgrade, start, expectExit, expectOutput, startTimeout }),
      }
      outcome.exitCode = await runWith(
        inRegistry,
        { ...resolved, settings: { ...chosen, target: repository } },
        outcome.interruption,
        { assess: (options) => roundtrip({ ...options, image: from, to: repository, ...requested }) },
      )
    },
  )
}

const missing = (image: string | undefined): Failure =>
  new Failure(
    image === undefined ? 'specify an image' : 'specify a repository to push the image to',
    exitCodes.usage,
    'oci-assay roundtrip ./layout localhost:5000/app',
  )

const accessKeys = new Set<string>(['target', ...accessSettings.map(({ key }) => key)])

const isRelevant = (key: string): boolean => accessKeys.has(key) || relevantSettings.has(key as SettingKey)
