import type { Evidence } from '../../../../src/engine/verdict.ts'
import type { ImageFile } from '../../../../src/image/model/files/image-file.ts'
import type { FilePolicy } from '../policies.ts'
import { breach, type Seen } from '../seen.ts'
import { octal, shownLayer, withArticle } from './described.ts'

/** What one file is like, compared with what is required of it: each difference is a finding. */
export function* judgeAttributes(
  { type, mode, uid, gid, digest }: FilePolicy,
  file: ImageFile,
  called: string,
  evidence: readonly Evidence[],
): Generator<Seen> {
  const at = `/${file.path}`
  const from = `from ${shownLayer(file.layer)}, in ${called}`
  if (type !== undefined && type !== file.type) {
    const title = `has something other than ${withArticle(type)} at ${at}`
    yield breach(title, withArticle(type), `${withArticle(file.type)}, ${from}`, ...evidence)
    return
  }
  if (mode !== undefined && mode !== file.mode)
    yield breach(
      `has another mode at ${at}`,
      `mode ${octal(mode)}`,
      `mode ${octal(file.mode)}, ${from}`,
      ...evidence,
    )
  const isOwned = (uid === undefined || uid === file.uid) && (gid === undefined || gid === file.gid)
  if (!isOwned)
    yield breach(
      `has another owner at ${at}`,
      `owner ${uid ?? '*'}${gid === undefined ? '' : `:${gid}`}`,
      `owner ${file.uid}:${file.gid}, ${from}`,
      ...evidence,
    )
  if (digest === undefined || digest === file.digest) return
  const isUnknown = file.type === 'file' && file.digest === undefined
  const received = file.digest ?? withArticle(file.type)
  yield isUnknown
    ? {
        unread: `the content of ${at} is not known: it is a sparse file, or a hard link to what no layer has`,
      }
    : breach(`has other content at ${at}`, digest, `${received}, ${from}`, ...evidence)
}
