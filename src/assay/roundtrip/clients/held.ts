import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Held } from '../../../../suites/roundtrip/clients/client.ts'
import { contentOf } from '../../../../suites/roundtrip/content.ts'
import type { SpecVersion } from '../../../engine/requirement.ts'
import { openImage } from '../../../image/source/open/open.ts'

/** Files that are looked at: a storage with unpacked layers may have any number. */
const mostFiles = 20_000

interface Place {
  /** The folder of the invocation, and the layout in it. */
  folder: string
  layout: string
  unpacks: boolean
  output: string
  spec: SpecVersion
  signal: AbortSignal
}

/** Calls `use` with what a client has left: its layout where it wrote one, and the digests of all files in whatever form. */
export async function withHeld<Result>(
  { folder, layout, unpacks, output, spec, signal }: Place,
  use: (held: Held) => Promise<Result>,
): Promise<Result> {
  const digests = unpacks
    ? new Set(output.match(/sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})/g))
    : new Set<string>()
  await addDigests(folder, digests, signal)
  if (!existsSync(join(layout, 'index.json'))) return use({ digests, unpacks })
  const source = await openImage(layout, { signal })
  try {
    const content = await contentOf(source, { spec, signal })
    return await use({ side: { source, content }, digests, unpacks })
  } catch (error) {
    if (!(error instanceof Error) || signal.aborted) throw error
    return await use({ digests, unpacks, unreadable: error.message })
  } finally {
    await source.close()
  }
}

async function addDigests(folder: string, digests: Set<string>, signal: AbortSignal): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  for (const { parentPath, name } of files.slice(0, mostFiles)) {
    signal.throwIfAborted()
    const hashes = [createHash('sha256'), createHash('sha512')] as const
    try {
      for await (const chunk of createReadStream(join(parentPath, name)))
        for (const hash of hashes) hash.update(chunk as Uint8Array)
    } catch {
      // It was removed meanwhile: it is not what the client leaves.
      continue
    }
    digests.add(`sha256:${hashes[0].digest('hex')}`)
    digests.add(`sha512:${hashes[1].digest('hex')}`)
  }
}
