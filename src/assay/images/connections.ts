import { withoutUndefined } from '../../engine/optional.ts'
import type { RegistryClient } from '../../registry/client.ts'
import type { Mask } from '../../results/mask.ts'
import { imageRetries } from '../image/retries.ts'
import type { AssayOptions } from '../options.ts'

/** One client for each registry, so that a thousand images need one connection pool and one token for a repository. */
export interface Connections {
  /** The client of a registry. Throws Failure where the options are wrong; sends nothing. */
  clientOf(base: URL): Promise<RegistryClient>
  /** Masks the secrets of all of them. */
  readonly mask: Mask
  close(): Promise<void>
}

/** Reaches registries as a registry under test is reached, with the same credentials and certificates. */
export async function createConnections(options: AssayOptions, signal: AbortSignal): Promise<Connections> {
  const [{ accessTo }, { createRegistryClient }, { createRecorder }, { createRedactor }] = await Promise.all([
    import('../registry/access.ts'),
    import('../../registry/client.ts'),
    import('../../registry/record/recorder.ts'),
    import('../../registry/record/redaction/redactor.ts'),
  ])
  const redactor = createRedactor([], { open: [options.target] })
  const recorder = createRecorder({ redactor })
  const clients = new Map<string, Promise<RegistryClient>>()
  const { concurrency } = options
  const connect = async (base: URL): Promise<RegistryClient> => {
    const { client } = await accessTo({ ...options, target: base.href })
    return createRegistryClient({
      ...client,
      recorder,
      signal,
      retries: imageRetries(options),
      ...withoutUndefined({ concurrency }),
    })
  }
  return {
    mask: redactor.text,
    clientOf(base) {
      const client = clients.get(base.href) ?? connect(base)
      clients.set(base.href, client)
      return client
    },
    async close() {
      for (const client of clients.values()) await client.then((each) => each.close()).catch(() => undefined)
    },
  }
}
