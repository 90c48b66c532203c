import { partOf, rootOf } from '../../../../suites/roundtrip/clients/client.ts'
import { contentOf } from '../../../../suites/roundtrip/content.ts'
import type { SpecVersion } from '../../../engine/requirement.ts'
import { withoutUndefined } from '../../../engine/optional.ts'
import { openImage, type OpenOptions } from '../../../image/source/open/open.ts'
import { writeBlobs, writeLayoutOf } from '../layout/written.ts'
import { architectureHere } from '../../../image/architecture.ts'

interface PullOptions {
  spec: SpecVersion
  signal: AbortSignal
  plainHttp: boolean
  connect: OpenOptions['connect']
}

/** Writes the image of this machine's platform from a registry into a layout, under the tag `image`; returns its digest. Throws where there is none. */
export async function pullForPlatform(
  reference: string,
  layout: string,
  { spec, signal, plainHttp, connect }: PullOptions,
): Promise<string> {
  const source = await openImage(reference, { signal, plainHttp, ...withoutUndefined({ connect }) })
  try {
    const all = await contentOf(source, { spec, signal })
    const wanted = partOf(all, rootOf({ source, content: all }))
    const images = wanted.manifests.filter(({ manifests }) => manifests.length === 0)
    const image =
      images.length === 1 ? images[0] : images.find(({ name }) => name === `linux/${architectureHere}`)
    if (!image) throw new Error(`no image for linux/${architectureHere} in ${reference}`)
    const content = partOf(all, image.digest)
    await writeBlobs({ source, content }, layout, signal)
    await writeLayoutOf({ source, content }, layout, layout, {
      root: image.digest,
      repository: 'image',
      tag: 'image',
    })
    return image.digest
  } finally {
    await source.close()
  }
}
