import { readFileSync } from 'node:fs'
import { describe, digestOf, Refused, types, type Content } from './content.ts'
import { fetchManifest, type Client } from './manifests.ts'
import { pushManifest } from './push-manifest.ts'
import { pathOf, type Reference } from './reference.ts'
import { removeReferrer } from './referrers-tag.ts'
import { pushBlob } from './upload.ts'

const contentOf = (mediaType: string, bytes: Uint8Array): Content => ({
  mediaType,
  bytes,
  digest: digestOf(bytes),
})

/** `attach <ref> <type> <file>…`: an artifact whose subject is the manifest. */
export async function attach(
  client: Client,
  ref: Reference,
  artifactType: string,
  files: readonly string[],
): Promise<void> {
  const { behaviour } = client
  const subject = await fetchManifest(client, ref)
  const config = contentOf(types.empty, Buffer.from('{}'))
  const layers = files.map((file) => contentOf('application/octet-stream', readFileSync(file)))
  for (const blob of [config, ...layers]) await pushBlob(client, ref, blob)
  const listed = behaviour.refersToAllBlobs ? layers : layers.slice(0, -1)
  const document = {
    schemaVersion: 2,
    ...(behaviour.writesMediaType ? { mediaType: types.manifest } : {}),
    artifactType,
    config: describe(config),
    layers: listed.map(describe),
    subject: describe(subject),
    annotations: { 'org.opencontainers.image.created': '2024-01-01T00:00:00Z' },
  }
  const manifest = contentOf(types.manifest, Buffer.from(JSON.stringify(document)))
  const to = { ...ref, reference: manifest.digest }
  client.print(await pushManifest(client, to, manifest, behaviour.updatesTagOnAttach))
}

/** `delete <ref>`: a manifest, and its entry in the list of its subject. */
export async function remove(client: Client, ref: Reference): Promise<void> {
  const { digest, document } = await fetchManifest(client, ref)
  const url = pathOf(ref, `manifests/${digest}`)
  const { status } = await client.session.send(url, { method: 'DELETE' })
  if (status !== 202) throw new Refused(`DELETE of ${digest}: ${status}`)
  if (document.subject) await removeReferrer(client, ref, document.subject, digest)
}
