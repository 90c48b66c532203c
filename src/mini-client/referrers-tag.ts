import { digestOf, isIndex, Refused, types, type Descriptor } from './content.ts'
import { fetchManifest, type Client, type Fetched } from './manifests.ts'
import { pathOf, type Reference } from './reference.ts'

/** The tag under which registries without the referrers API list the referrers of a digest. */
export function referrersTag({ behaviour }: Client, digest: string): string {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm}-${behaviour.cutsLongTags ? encoded.slice(0, 64) : encoded}`
}

/** The entry of a manifest in a list of referrers. */
export function entryOf({ behaviour }: Client, { document, digest, bytes, mediaType }: Fetched): Descriptor {
  const config = behaviour.fallsBackToConfigType ? document.config?.mediaType : undefined
  const artifactType = (behaviour.copiesArtifactType ? document.artifactType : undefined) ?? config
  return {
    mediaType,
    digest,
    size: behaviour.writesSize ? bytes.length : 0,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(document.annotations && behaviour.copiesAnnotations ? { annotations: document.annotations } : {}),
  }
}

/** The list at the referrers tag; undefined where there is none. Throws where something else has the tag. */
export async function listAt(client: Client, ref: Reference, tag: string): Promise<Descriptor[] | undefined> {
  const there = await client.session.send(pathOf(ref, `manifests/${tag}`), { method: 'HEAD' })
  if (there.status === 404) return undefined
  const { mediaType, document } = await fetchManifest(client, { ...ref, reference: tag })
  if (!isIndex(mediaType)) throw new Refused(`${tag} is not a list of referrers`)
  return document.manifests ?? []
}

/** Pushes a list of referrers. */
export async function pushList(
  { session }: Client,
  ref: Reference,
  tag: string,
  manifests: readonly Descriptor[],
): Promise<void> {
  const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests }))
  const url = pathOf(ref, `manifests/${tag}`)
  const { status } = await session.send(url, {
    method: 'PUT',
    headers: { 'Content-Type': types.index },
    body,
  })
  if (status !== 201) throw new Refused(`PUT of the list of referrers ${digestOf(body)}: ${status}`)
}

/** Adds a manifest to the list of its subject, as registries with the referrers API do themselves. */
export async function addReferrer(
  client: Client,
  ref: Reference,
  subject: Descriptor,
  manifest: Fetched,
): Promise<void> {
  const { behaviour } = client
  const tag = referrersTag(client, subject.digest)
  const found = await listAt(client, ref, tag).catch((error: unknown) => {
    if (behaviour.leavesOtherManifests) throw error
    return undefined
  })
  const list = found ?? (behaviour.startsFromEmpty ? [] : [subject])
  if (behaviour.addsOnce && list.some(({ digest }) => digest === manifest.digest)) return
  await pushList(client, ref, tag, [...(behaviour.keepsEntries ? list : []), entryOf(client, manifest)])
}

/** Removes a deleted manifest from the list of its subject. */
export async function removeReferrer(
  client: Client,
  ref: Reference,
  subject: Descriptor,
  digest: string,
): Promise<void> {
  const { behaviour, session } = client
  const api = await session.send(pathOf(ref, `referrers/${subject.digest}`))
  if (api.status !== 404) return
  const tag = referrersTag(client, subject.digest)
  const list = await listAt(client, ref, tag)
  if (!list || !behaviour.removesEntry) return
  const rest = behaviour.keepsEntriesOnDelete ? list.filter((each) => each.digest !== digest) : []
  await pushList(client, ref, tag, rest)
}
