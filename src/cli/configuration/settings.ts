import { accessSettings } from './access-settings.ts'
import { clientSettings } from './client-settings.ts'
import { containerSettings } from './container-settings.ts'
import { reportSettings } from './report-settings.ts'
import { roundtripSettings } from './roundtrip-settings.ts'
import { imageSettings, manyImagesSettings, runSettings } from './run-settings.ts'
import { selectionSettings } from './selection-settings.ts'
import type { Setting } from './setting.ts'

/** All options of a run, whatever its target is, in the order of the help. */
export const settings: readonly Setting[] = [
  ...selectionSettings,
  ...accessSettings,
  ...reportSettings,
  ...imageSettings,
  ...manyImagesSettings,
  ...runSettings,
  ...containerSettings,
  ...clientSettings,
  ...roundtripSettings,
]

/** Those that a file or the environment may set. */
export const lastingSettings: readonly Setting[] = settings
  .filter(({ commandLineOnly }) => !commandLineOnly)
  .map((setting) => ({ ...setting, name: setting.lastingName ?? setting.name }))

export const settingNamed = (name: string): Setting | undefined =>
  lastingSettings.find((setting) => setting.name === name)
