import { checkConfig, checkLayer, fetchBlob } from './blobs.ts'
import { describe, isIndex, isManifest, Refused, type Content, type Descriptor } from './content.ts'
import { checkDocument, fetchManifest, type Client, type Fetched } from './manifests.ts'
import type { Reference } from './reference.ts'
import { writeBlob, writeIndex } from './layout.ts'
import { unpackLayer } from './files.ts'

/** What a pull or a copy meets on its way, blobs before the manifest that refers to them. */
export interface Visitor {
  blob(content: Content, descriptor: Descriptor): Promise<void> | void
  manifest(content: Fetched, tag?: string): Promise<void> | void
  /** Whether the blob is fetched at all. */
  wants?(descriptor: Descriptor): boolean
}

/** Fetches a manifest and all that it refers to. */
export async function walk(
  client: Client,
  ref: Reference,
  visitor: Visitor,
  tag?: string,
  depth = 0,
): Promise<Fetched> {
  const { behaviour } = client
  const found = await fetchManifest(client, ref)
  const { document, mediaType } = found
  checkDocument(behaviour, found)
  if (isIndex(mediaType)) {
    if (depth > 0 && !behaviour.takesNestedIndexes) throw new Refused('an index in an index')
    for (const entry of document.manifests ?? []) {
      const child = { ...ref, reference: entry.digest }
      if (isIndex(entry.mediaType)) await walk(client, child, visitor, undefined, depth + 1)
      else if (isManifest(entry.mediaType)) {
        if (behaviour.takesManifestsOfIndexes) await walk(client, child, visitor, undefined, depth + 1)
      } else if (!behaviour.toleratesUnknownEntries) throw new Refused(`unknown type ${entry.mediaType}`)
    }
  } else if (isManifest(mediaType)) await walkBlobs(client, ref, found, visitor)
  else throw new Refused(`cannot process ${mediaType}`)
  await visitor.manifest(found, tag)
  return found
}

async function walkBlobs(
  client: Client,
  ref: Reference,
  { document }: Fetched,
  visitor: Visitor,
): Promise<void> {
  const { behaviour } = client
  const wants = (descriptor: Descriptor) => visitor.wants?.(descriptor) ?? true
  if (document.config) {
    const config = await fetchBlob(client, ref, document.config, 'config')
    checkConfig(behaviour, config)
    await visitor.blob(config, document.config)
  }
  for (const layer of document.layers ?? []) {
    checkLayer(behaviour, layer)
    if (wants(layer)) await visitor.blob(await fetchBlob(client, ref, layer, 'layer'), layer)
  }
}

/** `pull <ref> <folder>`: into a layout. */
export async function pull(client: Client, ref: Reference, folder: string): Promise<void> {
  const found = await walk(client, ref, {
    blob(content) {
      writeBlob(folder, content)
      if (!client.behaviour.checksRootfsType) unpackLayer(client, content)
    },
    manifest: (content) => writeBlob(folder, content),
  })
  writeIndex(folder, describe(found), ref.reference.includes(':') ? 'latest' : ref.reference)
  client.print(found.shown)
}

/** `pull --platform <os/architecture[/variant]> <ref> <folder>`: one image of an index. */
export async function pullPlatform(
  client: Client,
  ref: Reference,
  folder: string,
  platform: string,
): Promise<void> {
  const { behaviour } = client
  const { document } = await fetchManifest(client, ref)
  const [os, architecture, variant] = platform.split('/')
  const fitting = (document.manifests ?? []).filter(
    ({ platform: has }) =>
      (has?.os === os || !behaviour.comparesSystems) &&
      has?.architecture === architecture &&
      (has?.variant === variant || !behaviour.comparesVariants),
  )
  const chosen = behaviour.takesFirstMatch ? fitting[0] : fitting.at(-1)
  if (!chosen) throw new Refused(`there is no ${platform}`)
  await pull(client, { ...ref, reference: chosen.digest }, folder)
}
