import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { blobPath, manifestPath } from '../../distribution/requests/paths.ts'
import { referrersTag } from '../referrers.ts'
import type { RegistryTestContext } from '../../distribution/target/context.ts'
import { repositoryOf, rootTags, type ClientTrip, type Side } from './client.ts'
import type { Passages } from './passages.ts'

/** What is in the repositories of the clients before they push. */
export type Before = ReadonlySet<string>

const head = (t: RegistryTestContext, path: string, accept?: string): Promise<Exchange> =>
  t.send({ method: 'HEAD', path, ...(accept === undefined ? {} : { headers: { Accept: accept } }) })

const isThere = ({ response }: Exchange): boolean => response?.status === 200

/** Paths of all that clients may push of an image, with the media types of manifests. */
function pathsOf(repository: string, { content }: Side): [path: string, type?: string][] {
  const tags = new Set(
    content.manifests.flatMap(({ subject }) => (subject === undefined ? [] : referrersTag(subject))),
  )
  return [
    ...[...tags].map((tag): [string] => [manifestPath(repository, tag)]),
    ...content.manifests.map(({ digest, mediaType }): [string, string] => [
      manifestPath(repository, digest),
      mediaType,
    ]),
    ...content.blobs.map(({ digest }): [string] => [blobPath(repository, digest)]),
  ]
}

/** Looks at what is there already: it is not the run's to remove. Undefined where a tag exists, which would be moved. */
export async function lookBefore(
  t: RegistryTestContext,
  trip: ClientTrip,
): Promise<Before | { taken: string }> {
  const { own, tags } = await trip.pushed()
  const before = new Set<string>()
  for (const { name } of trip.clients.filter((client) => client.push)) {
    const repository = repositoryOf(trip.repository, name)
    for (const { tag } of rootTags(own, tags))
      if (isThere(await head(t, manifestPath(repository, tag)))) return { taken: `${repository}:${tag}` }
    for (const [path, type] of pathsOf(repository, own))
      if (isThere(await head(t, path, type))) before.add(path)
  }
  return before
}

/** Takes note of what clients have created, so that it is removed at the end. */
export async function noteCreated(
  t: RegistryTestContext,
  trip: ClientTrip,
  { pushed }: Passages,
  before: Before,
): Promise<void> {
  for (const { repository, tags } of pushed) {
    const subjects = new Set<string>()
    for (const { tag } of tags) {
      const found = await head(
        t,
        manifestPath(repository, tag),
        'application/vnd.oci.image.index.v1+json, */*',
      )
      if (!isThere(found)) continue
      await trip
        .open(repository, tag, ({ content }) => {
          for (const { digest } of content.blobs)
            if (!before.has(blobPath(repository, digest)))
              t.created({ kind: 'blob', repository, reference: digest }, found)
          for (const { digest, subject } of content.manifests) {
            if (subject !== undefined) subjects.add(subject)
            if (!before.has(manifestPath(repository, digest)))
              t.created({ kind: 'manifest', repository, reference: digest }, found)
          }
          return Promise.resolve()
        })
        .catch(() => undefined)
      t.created({ kind: 'tag', repository, reference: tag }, found)
    }
    for (const subject of subjects) {
      const path = manifestPath(repository, referrersTag(subject))
      if (before.has(path)) continue
      const found = await head(t, path)
      if (isThere(found)) t.created({ kind: 'tag', repository, reference: referrersTag(subject) }, found)
    }
  }
}
