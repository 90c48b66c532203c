import { accessSettings } from './access-settings.ts'
import { containerSettings } from './container-settings.ts'
import { reportSettings } from './report-settings.ts'
import { imageSettings, runSettings } from './run-settings.ts'
import { selectionSettings } from './selection-settings.ts'
import type { Setting } from './setting.ts'

/** All options of a run, in the order of its help. */
export const settings: readonly Setting[] = [
  ...selectionSettings,
  ...accessSettings,
  ...reportSettings,
  ...imageSettings,
  ...runSettings,
  ...containerSettings,
]

/** Those that a file or the environment may set. */
export const lastingSettings = settings.filter(({ commandLineOnly }) => !commandLineOnly)

export const settingNamed = (name: string): Setting | undefined =>
  lastingSettings.find((setting) => setting.name === name)
