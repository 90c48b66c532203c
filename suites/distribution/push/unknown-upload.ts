import type { RegistryContext } from '../context.ts'
import { asked, succeeded, told } from '../judges/response.ts'
import { uuid } from '../judges/upload.ts'
import { begin, cancel, close, randomBlob } from './upload.ts'

/** The same text with another UUID in the same notation. */
function otherUuid(t: RegistryContext, text: string): string {
  return text.replace(uuid, (_, dash: string) =>
    [t.random.hex(8), t.random.hex(4), `4${t.random.hex(3)}`, `8${t.random.hex(3)}`, t.random.hex(12)].join(
      dash,
    ),
  )
}

/**
 * The URL of an upload that does not exist, once for all tests. Where a UUID is all that tells
 * uploads apart, it is a URL with another one. A registry that puts more into its URLs may sign them,
 * and refuse one that it never gave for that reason; there it is the URL of an upload that is over.
 */
export const unknownUpload = (t: RegistryContext): Promise<string> =>
  t.once('push/unknown-upload', async () => {
    const at = await begin(t)
    if (!at.includes('?') && uuid.test(at)) return otherUuid(t, at)
    if (succeeded(await cancel(t, at))) return at
    const blob = randomBlob(t)
    const closed = await close(t, at, blob.digest, { bytes: blob.bytes })
    if (!succeeded(closed))
      t.blocked('push.post-put.created', `${asked(closed)} was answered ${told(closed)}`)
    return at
  })
