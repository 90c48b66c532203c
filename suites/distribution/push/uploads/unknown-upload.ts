import type { RegistryContext } from '../../target/context.ts'
import { formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
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
 * The URL of an upload that does not exist, for this test alone: some registries start an upload at
 * whatever URL a request names. Where a UUID is all that distinguishes uploads, it is a URL with
 * another one. A registry that puts more into its URLs may sign them, and refuse one that it never
 * gave for that reason; there it is the URL of an upload that is over.
 */
export async function unknownUpload(t: RegistryContext): Promise<string> {
  const sample = await t.once('push/sample-of-an-upload', () => begin(t))
  if (!sample.includes('?') && uuid.test(sample)) return otherUuid(t, sample)
  const at = await begin(t)
  if (succeeded(await cancel(t, at))) return at
  const blob = randomBlob(t)
  const closed = await close(t, at, blob.digest, { bytes: blob.bytes })
  if (!succeeded(closed)) {
    t.blocked('push.post-put.created', `${formatRequest(closed)} returned ${summarizeResponse(closed)}`)
  }
  return at
}
