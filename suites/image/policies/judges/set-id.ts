import { isSetId } from '../../../../src/image/decode/tar/layer-files.ts'
import { calledIn } from '../../view/image.ts'
import { unreadImages } from '../policy-test.ts'
import { breach, type Examined, type Seen } from '../seen.ts'
import { broughtBy, describeFile } from './described.ts'

/** Regular files with the set-user-ID or set-group-ID bit. */
export function* judgeSetId(examined: Examined): Generator<Seen> {
  yield* unreadImages(examined)
  for (const image of examined.image.platforms) {
    const files = image.files()
    if ('unread' in files) {
      yield files
      continue
    }
    const found = [...files.all()].filter(isSetId)
    for (const file of found.toSorted((one, other) => (one.path < other.path ? -1 : 1)))
      yield breach(
        `has a set-user-ID or set-group-ID file at /${file.path}`,
        'no file with the set-user-ID or set-group-ID bit',
        `${describeFile(file)}, in ${calledIn(image)}`,
        ...broughtBy(file),
      )
  }
}
