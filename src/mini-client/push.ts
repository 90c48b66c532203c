import { isNonDistributable } from './blobs.ts'
import { isIndex, parse, Refused, type Content, type Descriptor } from './content.ts'
import { entryIn, readContent } from './layout.ts'
import type { Client } from './manifests.ts'
import { walk } from './pull.ts'
import { pushManifest } from './push-manifest.ts'
import { pathOf, type Reference } from './reference.ts'
import { pushBlob } from './upload.ts'

/** `push <folder> <tag> <ref>`: an image of a layout. */
export async function push(client: Client, folder: string, tag: string, ref: Reference): Promise<void> {
  client.print(await pushContent(client, folder, entryIn(folder, tag), ref))
}

async function pushContent(
  client: Client,
  folder: string,
  entry: Descriptor,
  ref: Reference,
): Promise<string> {
  const content = readContent(folder, entry)
  if (!client.behaviour.toleratesOlderRegistries) {
    const { status } = await client.session.send(pathOf(ref, `referrers/${entry.digest}`))
    if (status !== 200) throw new Refused('the registry has no referrers API')
  }
  const document = parse(content.bytes)
  if (isIndex(entry.mediaType))
    for (const each of document.manifests ?? [])
      await pushContent(client, folder, each, { ...ref, reference: each.digest })
  for (const blob of [document.config, ...(document.layers ?? [])])
    if (blob) await pushBlob(client, ref, readContent(folder, blob))
  return pushManifest(client, ref, content, client.behaviour.updatesTagOnCopy)
}

/** `copy <ref> <ref>`: everything below a manifest, from one repository to another. */
export async function copy(client: Client, from: Reference, to: Reference): Promise<void> {
  const { behaviour } = client
  const source = from.base.host === to.base.host ? from.repository : undefined
  let shown = ''
  const root = from.reference
  await walk(
    client,
    from,
    {
      wants: (descriptor) =>
        !(isNonDistributable(descriptor) && behaviour.keepsNonDistributableBack) &&
        !(descriptor.urls && !isNonDistributable(descriptor) && !behaviour.uploadsLayersWithUrls),
      blob: (content) => pushBlob(client, to, content, source),
      async manifest(content, tag) {
        const reference = tag ?? content.digest
        const copied = behaviour.copiesExactBytes ? content : rewritten(content)
        shown = await pushManifest(client, { ...to, reference }, copied, behaviour.updatesTagOnCopy)
      },
    },
    root.includes(':') && to.reference.includes(':') ? undefined : to.reference,
  )
  client.print(shown)
}

/** The same document as JSON.stringify writes it. */
const rewritten = (content: Content): Content => ({
  ...content,
  bytes: Buffer.from(JSON.stringify(parse(content.bytes))),
})
