import { imageIndexType, imageManifestType } from '../../../../src/reference/manifest.ts'
import type { Value } from '../dimension.ts'
import { content } from '../dimension.ts'
import type { ManifestFacts, Occasion } from '../occasion.ts'

/** Conditions on the manifest that a request is about. */

const on =
  (test: (manifest: ManifestFacts) => boolean) =>
  ({ manifest }: Occasion): boolean =>
    manifest !== undefined && test(manifest)

const listOf = (value: unknown): readonly { digest?: unknown; size?: unknown }[] =>
  Array.isArray(value) ? (value as { digest?: unknown }[]) : []

/** Descriptors of layers, or of the manifests of an index. */
const entriesOf = ({ document }: ManifestFacts) => [
  ...listOf(document['layers']),
  ...listOf(document['manifests']),
]

const isRepeated = (manifest: ManifestFacts): boolean => {
  const digests = entriesOf(manifest).map(({ digest }) => digest)
  return new Set(digests).size < digests.length
}

const configOf = ({ document }: ManifestFacts) =>
  (document['config'] ?? {}) as { mediaType?: unknown; size?: unknown }

const value = (id: string, title: string, test: (manifest: ManifestFacts) => boolean): Value => ({
  id,
  title,
  kinds: content,
  holds: on(test),
})

/** What kind of document it is. */
export const kindsOfManifest: readonly Value[] = [
  value('of-image', 'of an image manifest', ({ mediaType }) => mediaType === imageManifestType),
  value('of-index', 'of an index', ({ mediaType }) => mediaType === imageIndexType),
  value('of-docker-type', 'of a manifest of Docker', ({ mediaType }) => mediaType.includes('docker')),
  value(
    'of-artifact',
    'of a manifest with artifactType',
    ({ document }) => typeof document['artifactType'] === 'string',
  ),
  value('with-subject', 'of a manifest with a subject', ({ document }) => document['subject'] !== undefined),
  value(
    'with-annotations',
    'of a manifest with annotations',
    ({ document }) => document['annotations'] !== undefined,
  ),
]

/** What is in it. */
export const shapesOfManifest: readonly Value[] = [
  value(
    'without-entries',
    'of a manifest without layers or manifests',
    (each) => entriesOf(each).length === 0,
  ),
  value(
    'with-several-entries',
    'of a manifest with two or more layers or manifests',
    (each) => entriesOf(each).length > 1,
  ),
  value('with-digest-twice', 'of a manifest that names a digest twice', isRepeated),
  value('with-empty-layer', 'of a manifest with a layer of zero bytes', (each) =>
    entriesOf(each).some(({ size }) => size === 0),
  ),
  value('with-empty-config', 'of a manifest with the empty config', (each) => configOf(each).size === 2),
  value(
    'with-own-config-type',
    'of a manifest whose config has a type of its own',
    (each) =>
      typeof configOf(each).mediaType === 'string' &&
      !/image\.(?:config\.)?v1\+json|empty/.test(String(configOf(each).mediaType)),
  ),
  value(
    'without-media-type',
    'of a manifest without mediaType',
    ({ document }) => document['mediaType'] === undefined,
  ),
]

const text = ({ bytes }: ManifestFacts): string => Buffer.from(bytes).toString('latin1')

/** How it is written, and how long it is. */
export const formsOfManifest: readonly Value[] = [
  value('ending-in-newline', 'of a manifest that ends in a newline', ({ bytes }) => bytes.at(-1) === 0x0a),
  value('indented', 'of an indented manifest', (each) => text(each).startsWith('{\n')),
  value('beyond-ascii', 'of a manifest with characters beyond ASCII', ({ bytes }) =>
    bytes.some((byte) => byte > 0x7f),
  ),
  {
    id: 'under-sha512',
    title: 'of a manifest under sha512',
    // A push by tag leaves the algorithm to the registry.
    kinds: ['manifest'],
    holds: ({ reference }) => reference.startsWith('sha512:'),
  },
  value('from-4096-bytes', 'of a manifest of 4096 bytes or more', ({ bytes }) => bytes.length >= 4096),
  value('below-512-bytes', 'of a manifest of less than 512 bytes', ({ bytes }) => bytes.length < 512),
]
