import { violated } from '../../../../src/engine/judgement.ts'
import type { Entry } from '../../../../src/image/source/source.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'
import type { BlobFile } from './blob-file.ts'

/** Files that macOS leaves in folders and archives: resource forks and attributes of other files, and Finder's own. */
const ofMacos = /^(?:\._.*|\.DS_Store)$/

/** The name of a file that macOS has left, with what it is; undefined for any other. */
export function macosFile(path: string): string | undefined {
  const name = path.split('/').at(-1) ?? ''
  if (!ofMacos.test(name)) return undefined
  return name === '.DS_Store'
    ? 'a file of the macOS Finder'
    : `macOS metadata of ${name.slice(2)} (AppleDouble)`
}

const advice = 'remove them with `dot_clean -m`, and set COPYFILE_DISABLE=1 where tar packs the layout'

/** Files of macOS among the blobs, in one finding: one copy or one archive has left all of them. */
export function* judgeMacosFiles(files: readonly BlobFile[]): Generator<Check> {
  const left = files.filter(({ entry, parts }) => parts.length === 2 && macosFile(entry.path) !== undefined)
  const [first] = left
  if (!first) return
  const more = left.length > 1 ? ` and ${left.length - 1} more` : ''
  yield {
    requirement: 'layout.blob.name-grammar',
    judgement: violated(
      'has macOS files among its blobs',
      `blobs alone: ${advice}`,
      `${first.entry.path}, ${macosFile(first.entry.path)}${more}`,
    ),
    evidence: left.slice(0, 5).map(({ entry }) => placeIn(entry.path)),
  }
}

/** Files of macOS beside the layout's own: further files are allowed there. */
export function* noteMacosFiles(files: readonly Entry[]): Generator<Check> {
  const left = files.filter(({ path }) => !path.includes('/') && macosFile(path) !== undefined)
  const [first] = left
  if (!first) return
  const more = left.length > 1 ? ` and ${left.length - 1} more` : ''
  const note = `has ${first.path}, ${macosFile(first.path)}${more} at its root`
  yield noted('layout.index.exists', note, ...left.slice(0, 5).map(({ path }) => placeIn(path)))
}
