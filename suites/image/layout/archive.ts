import { broken } from '../../../src/engine/judgement.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { placeIn, type Said } from '../judged.ts'

/** What the reader of archives calls a layout that stands in a folder of its own. */
const folderProblem = 'leading-folder'

/** A layout that stands in a folder of its archive. */
export function* judgeArchiveRoot({ form, problems }: ImageFacts): Generator<Said> {
  if (form !== 'archive') return
  for (const { code, message, path } of problems) {
    if (code !== folderProblem) continue
    yield {
      requirement: 'layout.archive.at-root',
      judgement: broken(
        'keeps the layout in a folder of the archive',
        'oci-layout, index.json and blobs/ at the root: pack it with `tar -C <folder> -cf layout.tar .`',
        message,
      ),
      evidence: [placeIn(path ?? '.')],
    }
  }
}

/** Entries that careful readers do not follow. */
export function* judgeArchiveEntries({ form, problems }: ImageFacts): Generator<Said> {
  if (form !== 'archive') return
  for (const { code, message, path } of problems) {
    if (code === folderProblem) continue
    yield {
      requirement: 'layout.archive.safe-entries',
      judgement: broken(message, 'relative paths inside the layout, each once, and no links', code),
      evidence: path === undefined ? [] : [placeIn(path)],
    }
  }
}
