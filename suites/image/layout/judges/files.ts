import { violated } from '../../../../src/engine/judgement.ts'
import { NotEvaluated } from '../../../../src/engine/record.ts'
import { hasLayoutFiles } from '../../../../src/image/model/layout-files.ts'
import type { Failure } from '../../../../src/image/model/model.ts'
import type { ImageFacts } from '../../facts/facts.ts'
import { placeIn, type Check, type Unevaluated } from '../../judges/check.ts'
import { kindOfEntry } from './blob-files.ts'

/** The directory of the blobs (image-layout.md, Content). */
export function* judgeBlobsFolder(image: Pick<ImageFacts, 'form' | 'part' | 'layout'>): Generator<Check> {
  const { layout } = image
  if (!hasLayoutFiles(image)) return
  const requirement = 'layout.blobs.exists'
  const expected = 'the directory blobs at the root'
  const evidence = [placeIn('blobs')]
  const entry = layout.files.find(({ path }) => path === 'blobs')
  const holdsFiles = layout.files.some(({ path }) => path.startsWith('blobs/'))
  if (holdsFiles || entry?.type === 'directory') return
  if (!entry) {
    yield {
      requirement,
      judgement: violated('has no blobs directory', expected, 'no such directory'),
      evidence,
    }
  } else if (entry.type !== 'symlink' || entry.leads !== 'folder') {
    const judgement = violated(
      'has something else instead of the blobs directory',
      expected,
      kindOfEntry(entry),
    )
    yield { requirement, judgement, evidence }
  }
}

const fileOf = {
  'layout.header.exists': 'oci-layout',
  'layout.index.exists': 'index.json',
} as const

/** A file that every layout has: where it does not exist, or is something that is not read. */
export function* judgeFile(
  requirement: keyof typeof fileOf,
  found: 'read' | Failure,
): Generator<Check | Unevaluated> {
  const name = fileOf[requirement]
  if (found === 'read' || found.code === 'too-large') return
  if (found.code === 'aborted') throw new NotEvaluated(found.message)
  if (found.code === 'unreadable') {
    yield { requirement, unevaluated: found.message }
    return
  }
  const judgement =
    found.code === 'absent'
      ? violated(`has no ${name}`, `the file ${name} at the root`, 'no such file')
      : violated(`has an ${name} that cannot be read`, `the regular file ${name}`, found.message)
  yield { requirement, judgement, evidence: [placeIn(name)] }
}
