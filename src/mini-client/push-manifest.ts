import { parse, Refused, types, type Content } from './content.ts'
import type { Client } from './manifests.ts'
import { pathOf, type Reference } from './reference.ts'
import { addReferrer } from './referrers-tag.ts'

/**
 * Pushes a manifest under a tag or its digest, and maintains the referrers tag where the registry does not; returns the digest
 * that the client prints.
 */
export async function pushManifest(
  client: Client,
  ref: Reference,
  content: Content,
  updatesTag: boolean,
): Promise<string> {
  const { behaviour, session } = client
  const document = parse(content.bytes)
  const response = await session.send(pathOf(ref, `manifests/${ref.reference}`), {
    method: 'PUT',
    headers: { 'Content-Type': contentType(client, content.mediaType, document.mediaType) },
    body: content.bytes,
  })
  if (response.status !== 201) throw new Refused(`PUT of the manifest: ${response.status}`)
  const shown = behaviour.trustsOwnDigestOfPushes
    ? content.digest
    : (response.headers.get('docker-content-digest') ?? content.digest)
  if (document.subject && !response.headers.has('oci-subject') && updatesTag)
    await addReferrer(client, ref, document.subject, { ...content, document, shown })
  return shown
}

function contentType({ behaviour }: Client, type: string, field: string | undefined): string {
  const honest = field ?? (behaviour.sendsManifestType ? type : 'application/json')
  const sent = field === types.dockerManifest && !behaviour.sendsFieldAsType ? types.manifest : honest
  return behaviour.sendsPlainType ? sent : `${sent}; charset=utf-8`
}
