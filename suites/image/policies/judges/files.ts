import type { ImageFile } from '../../../../src/image/model/files/image-file.ts'
import type { ImageFiles } from '../../../../src/image/model/files/merge.ts'
import { placeIn } from '../../judges/check.ts'
import { calledIn, type PlatformImage } from '../../view/image.ts'
import { isGlob, pathMatcher } from '../glob.ts'
import type { FilePolicy } from '../policies.ts'
import { unreadImages } from '../policy-test.ts'
import { breach, type Examined, type Seen } from '../seen.ts'
import { judgeAttributes } from './attributes.ts'
import { broughtBy, describeFile, describeRemoval } from './described.ts'

/** Files that have to be there, or not, in each image. */
export const judgeFiles = (policies: readonly FilePolicy[]) =>
  function* judge(examined: Examined): Generator<Seen> {
    yield* unreadImages(examined)
    for (const image of examined.image.platforms) {
      const files = image.files()
      if ('unread' in files) yield files
      else for (const policy of policies) yield* judgeFile(policy, files, image)
    }
  }

function* judgeFile(policy: FilePolicy, files: ImageFiles, image: PlatformImage): Generator<Seen> {
  const { path, absent } = policy
  const found = matching(path, files)
  if (absent) {
    for (const file of found) {
      const received = `${describeFile(file)}, in ${calledIn(image)}`
      yield breach(`has /${file.path}`, `nothing at /${path}`, received, ...broughtBy(file))
    }
    return
  }
  if (found.length === 0) {
    if (files.hasFolder(path) && !isGlob(path)) yield* judgeBareFolder(policy, image)
    else yield judgeMissing(path, files, image)
  }
  for (const file of found) yield* judgeAttributes(policy, file, calledIn(image), broughtBy(file))
}

function matching(path: string, files: ImageFiles): ImageFile[] {
  if (!isGlob(path)) {
    const file = files.get(path)
    return file ? [file] : []
  }
  const matches = pathMatcher(path)
  return [...files.all()]
    .filter((file) => matches(file.path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

function judgeMissing(path: string, files: ImageFiles, image: PlatformImage): Seen {
  const expected = isGlob(path) ? `a file that matches /${path}` : `something at /${path}`
  const removed = isGlob(path) ? undefined : files.removed(path)
  const list = placeIn(image.source, image.source.includes(':') ? '/layers' : undefined)
  if (!removed) return breach(`lacks /${path}`, expected, `nothing there, in ${calledIn(image)}`, list)
  const { file, by, name } = removed
  const received = `${describeRemoval(removed)}, in ${calledIn(image)}`
  return breach(`lacks /${path}`, expected, received, placeIn(by.digest, name), ...broughtBy(file))
}

/** A folder that only the names of files below it show: extractors choose what it is like. */
function* judgeBareFolder(policy: FilePolicy, image: PlatformImage): Generator<Seen> {
  const { path, type = 'directory', mode, uid, gid, digest } = policy
  const hasMore = mode !== undefined || uid !== undefined || gid !== undefined || digest !== undefined
  if (type === 'directory' && !hasMore) return
  yield breach(
    `has a folder without an entry at /${path}`,
    type === 'directory' ? 'an entry of a layer that states its mode and owner' : `a ${type}`,
    `only files below it, in ${calledIn(image)}`,
    placeIn(image.source, image.source.includes(':') ? '/layers' : undefined),
  )
}
