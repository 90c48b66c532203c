import { violated } from '../../../../src/engine/judgement.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'
import { blobFilesOf, isContent } from './blob-files.ts'
import { quoted } from '../../../../src/image/json/value.ts'

/** What the reader of archives calls a layout in a folder of its archive. */
const folderProblem = 'leading-folder'

/** A layout in a folder of its archive. */
export function* judgeArchiveRoot({
  form,
  problems,
}: Pick<ImageFacts, 'form' | 'problems'>): Generator<Check> {
  if (form !== 'archive') return
  for (const { code, message, path } of problems) {
    if (code !== folderProblem) continue
    yield {
      requirement: 'layout.archive.at-root',
      judgement: violated(
        'has the layout in a directory of the archive',
        'oci-layout, index.json and blobs/ at the root: pack it with `tar -C <folder> -cf layout.tar .`',
        message,
      ),
      evidence: [placeIn(path ?? '.')],
    }
  }
}

/** Problems of entries that a careless reader would follow to another place, or take for another file. */
const unsafe = new Set(['absolute', 'climbing', 'duplicate', 'link-outside', 'dangling-link', 'not-a-file'])

/** Problems of one entry. */
const ofOneEntry = new Set(['link-outside', 'dangling-link', 'not-a-file', 'sparse'])

/** Entries that careful readers do not follow, and links, which not all readers follow. */
export function* judgeArchiveEntries(image: ImageFacts): Generator<Check> {
  const { form, problems, layout } = image
  if (form !== 'archive' && form !== 'docker-archive') return
  const requirement = 'layout.archive.safe-entries'
  const expected = 'relative paths inside the layout, each once, and no links'
  // What is in place of a blob has a finding of its own.
  const inPlace = blobFilesOf(image).filter(({ entry, digest }) => digest !== undefined && !isContent(entry))
  const reported = new Set(inPlace.map(({ entry }) => entry.path))
  for (const { code, message, path } of problems) {
    if (code === folderProblem || (ofOneEntry.has(code) && path !== undefined && reported.has(path))) continue
    const evidence = path === undefined ? [] : [placeIn(path)]
    if (path !== undefined) reported.add(path)
    if (unsafe.has(code))
      yield {
        requirement,
        judgement: violated(message, expected, path === undefined ? code : quoted(path)),
        evidence,
      }
    else yield noted(requirement, `the archive ${message}`, ...evidence)
  }
  // The tools that write docker archives write links where layers are the same.
  if (form === 'docker-archive') return
  for (const { path, type, link } of layout.files) {
    if ((type !== 'symlink' && type !== 'hardlink') || reported.has(path)) continue
    const judgement = violated('has a link among its entries', expected, `a link to ${quoted(link ?? '')}`)
    yield { requirement, judgement, evidence: [placeIn(path)] }
  }
}
