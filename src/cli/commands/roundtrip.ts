import { Command, InvalidArgumentError, Option } from 'commander'
import { copiesImages } from '../../client/known.ts'
import { recipes } from '../../client/recipes/index.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { roundtrip } from '../../assay/roundtrip/roundtrip.ts'
import { accessSettings } from '../configuration/access-settings.ts'
import { addSettings } from '../configuration/command-line.ts'
import { checkFound } from '../configuration/found.ts'
import { resolveSettings } from '../configuration/resolve.ts'
import type { RunSettings, SettingKey } from '../configuration/setting.ts'
import { settings } from '../configuration/settings.ts'
import type { Outcome } from '../outcome.ts'
import { writeNotes } from '../output/notes.ts'
import { runWith } from '../run/run.ts'

interface RoundtripFlags extends RunSettings {
  config?: string
  with?: string
  upgrade?: string
  start?: string
  expectExit?: number
  expectOutput?: string
  startTimeout?: number
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
  'wait',
  'runTimeout',
  'retries',
])

/** `oci-assay roundtrip <image> <repository>`: pushes an image, pulls it again and compares. */
export function roundtripCommand(outcome: Outcome): Command {
  const command = new Command('roundtrip')
    .description('push an image to a registry, pull it again, and compare every byte')
    .argument(
      '<image>',
      'the folder of an image layout, an archive of one, or host[:port]/repository[:tag|@digest]',
    )
    .argument(
      '<repository>',
      'where to push it: host[:port]/repository[:tag]; without a tag a new one is used',
    )
    .option(
      '--config <file>',
      'read options from this file (default: oci-assay.yaml in the working folder, if present; see docs/configuration.md for what it may set)',
    )
    .option(
      '--with <clients>',
      `real clients that push and pull the image as well, separated by commas: ${travellers.join(', ')}`,
    )
    .option(
      '--upgrade <command>',
      'at the end, run this command in a shell, which switches the referrers API of the registry on, and look for each referrer that was pushed before',
    )
    .option(
      '--start <engine>',
      'have a container engine pull and start the image, without network: docker, podman or nerdctl, with options if needed, or runc (with umoci)',
    )
    .addOption(
      new Option('--expect-exit <status>', 'with --start: exit status of the program').argParser(number),
    )
    .option('--expect-output <text>', 'with --start: text that the program prints')
    .addOption(
      new Option(
        '--start-timeout <seconds>',
        'with --start: how long the program may run (default 10)',
      ).argParser(number),
    )
  const own = settings.filter(({ key }) => relevantSettings.has(key))
  return addSettings(command, [...own, ...accessSettings]).action(
    async (
      image: string,
      to: string,
      {
        config,
        with: clients,
        upgrade,
        start,
        expectExit,
        expectOutput,
        startTimeout,
        ...flags
      }: RoundtripFlags,
    ) => {
      const accompanying = clients === undefined ? {} : { with: namesIn(clients) }
      const starting = withoutUndefined({ upgrade, start, expectExit, expectOutput, startTimeout })
      const typed = { ...flags, target: to }
      const resolved = await resolveSettings({ flags: typed, config, environment: process.env, folder: '.' })
      writeNotes(resolved.notes)
      await checkFound(resolved, typed)
      // What selects tests of a registry does not concern a round trip.
      const chosen = Object.fromEntries(
        Object.entries(resolved.settings).filter(([key]) => isRelevant(key)),
      ) as RunSettings
      outcome.exitCode = await runWith(typed, { ...resolved, settings: chosen }, outcome.interruption, {
        assess: (options) => roundtrip({ ...options, image, to, ...accompanying, ...starting }),
      })
    },
  )
}

/** Clients that push or pull images. */
const travellers = recipes.filter(copiesImages).map(({ name }) => name)

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const accessKeys = new Set<string>(['target', ...accessSettings.map(({ key }) => key)])

const isRelevant = (key: string): boolean => accessKeys.has(key) || relevantSettings.has(key as SettingKey)

function number(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a number.')
  return Number(text)
}
