import { existsSync } from 'node:fs'
import { withoutUndefined } from '../../engine/optional.ts'
import type { OpenOptions } from '../../image/source/open/open.ts'
import { parseReference } from '../../image/source/open/reference.ts'
import type { Mask } from '../../results/mask.ts'
import type { AssayOptions } from '../options.ts'
import { writtenAsPath } from '../written-as-path.ts'
import { imageRetries } from './retries.ts'

/** How to reach the registry of an image, and what masks the secrets of that connection. */
export interface ImageConnection {
  connect?: NonNullable<OpenOptions['connect']>
  mask?: Mask
}

/**
 * Reaches the registry of an image as a registry under test is reached, with the same credentials and certificates. The
 * client is only loaded where it is needed; nothing is sent.
 */
export async function imageConnection(options: AssayOptions): Promise<ImageConnection> {
  const { target, plainHttp, concurrency } = options
  if (writtenAsPath(target) || existsSync(target)) return {}
  const reference = parsed(target, plainHttp)
  if (!reference) return {}
  const { base, repository } = reference
  const [{ accessTo }, { createRegistryClient }, { createRecorder }, { createRedactor }] = await Promise.all([
    import('../registry/access.ts'),
    import('../../registry/client.ts'),
    import('../../registry/record/recorder.ts'),
    import('../../registry/record/redaction/redactor.ts'),
  ])
  const { client } = await accessTo({ ...options, target: base.href, repository })
  const redactor = createRedactor([], { open: [target, base.href] })
  const recorder = createRecorder({ redactor })
  return {
    mask: redactor.text,
    connect: (_, signal) =>
      createRegistryClient({
        ...client,
        recorder,
        retries: imageRetries(options),
        ...withoutUndefined({ signal, concurrency }),
      }),
  }
}

/** A malformed reference is reported where the image is opened. */
function parsed(target: string, plainHttp: boolean | undefined) {
  try {
    return parseReference(target, withoutUndefined({ plainHttp }))
  } catch {
    return undefined
  }
}
