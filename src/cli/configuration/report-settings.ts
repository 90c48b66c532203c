import { bases } from '../../engine/requirement.ts'
import { formatNames, usualFormats } from '../../reporters/reports.ts'
import { labelText, reportUrlText } from '../input/options.ts'
import type { Setting } from './setting.ts'

/** For the help of each command that reports a conclusion. */
export const levelAbout =
  'only failures whose level rests on at least this fail the run: stated (a keyword of the text), table (also rows of its tables), derived (all)'

/** For the help of each command that writes reports. */
export const reportUrlAbout =
  'address where report.html is published; the job summary and report.md link to it'

/** What is reported, and what makes a run fail. */
export const reportSettings: readonly Setting[] = [
  {
    kind: 'path',
    name: 'reports',
    key: 'reports',
    value: 'folder',
    default: 'reports',
    about: 'folder of results.json and the other reports',
  },
  {
    kind: 'list',
    name: 'format',
    key: 'format',
    value: 'name',
    choices: formatNames,
    default: usualFormats,
    about: 'reports besides results.json',
  },
  {
    kind: 'path',
    name: 'expectations',
    key: 'expectations',
    value: 'file',
    about: 'known failures: only new failures, stale entries and expired entries fail the run',
  },
  {
    kind: 'path',
    name: 'compare-with',
    key: 'compareWith',
    value: 'file',
    about: 'results.json of an earlier run of the same target: the reports list what changed since',
  },
  {
    kind: 'text',
    name: 'label',
    key: 'label',
    value: 'name',
    read: labelText,
    about: 'name of the target in comparisons, e.g. "zot 2.1.20"',
  },
  {
    kind: 'text',
    name: 'report-url',
    key: 'reportUrl',
    value: 'url',
    read: reportUrlText,
    about: reportUrlAbout,
  },
  {
    kind: 'switch',
    name: 'strict',
    key: 'strict',
    about: 'warnings fail the run too',
  },
  {
    kind: 'text',
    name: 'level',
    key: 'level',
    value: 'basis',
    choices: bases,
    default: 'derived',
    about: levelAbout,
  },
  {
    kind: 'switch',
    name: 'verbose',
    key: 'verbose',
    about: 'also print HTTP exchanges, notes and slowest requests',
  },
]
