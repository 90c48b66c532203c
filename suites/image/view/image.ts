import type { TargetDescription } from '../../../src/engine/events.ts'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { ImageFiles } from '../../../src/image/model/files/merge.ts'
import type { Manifest } from '../../../src/image/model/model.ts'
import { property } from '../../../src/image/json/value.ts'
import type { ImageFacts } from '../facts/facts.ts'
import { waysIn } from '../judges/ways.ts'
import { filesOf, type UnreadFiles } from './files.ts'
import { platformOf, platformOfDescriptor } from './platform.ts'

/** Something that was validated, as tests of custom suites and policies see it. */
export interface Image {
  /** As the user named it. */
  name: string
  form: 'directory' | 'archive' | 'docker-archive' | 'registry'
  details: TargetDescription['details']
  /** Indexes, manifests and configurations that could be read, in the order in which they were met. */
  documents: readonly ImageDocument[]
  /** The container images among the manifests: one for each platform. Attestations, signatures and artifacts are not. */
  platforms: readonly PlatformImage[]
}

/** A JSON document of an image. */
export interface ImageDocument {
  /** A digest, or the path of a file of the layout: where findings refer to. */
  source: string
  kind: 'layout-header' | 'layout-index' | 'index' | 'manifest' | 'config' | 'docker-manifest'
  value: unknown
}

/** A container image for one platform. */
export interface PlatformImage {
  /** The digest of its manifest; `manifest.json` of a docker archive. */
  source: string
  /** How the entry point leads to it, for people: `app:1.0 › linux/amd64`. */
  way: string
  /** `os/architecture[/variant]`, by its configuration. */
  platform?: string
  /** The manifest, as JSON. */
  manifest: unknown
  /** The configuration, where it could be read. */
  config?: ImageDocument
  /** In the order in which they are applied. */
  layers: readonly ImageLayer[]
  /**
   * The file system that its layers make, with whiteouts applied: of the files that `reads` of the suite names. Where a layer
   * could not be read, why.
   */
  files: () => ImageFiles | UnreadFiles
}

/** A layer of a manifest. */
export interface ImageLayer {
  /** From 1. */
  number: number
  digest: string
  /** Bytes, where they are known. */
  size?: number
  /** The entry that was modified last, in seconds since 1970. */
  latest?: { name: string; mtime: number }
}

/** The view of an image on which tests and policies are written. */
export function imageOf(facts: ImageFacts, spec: SpecVersion): Image {
  const { description, form, documents, manifests } = facts
  const wayTo = waysIn(facts)
  return {
    name: description.name,
    form,
    details: description.details,
    documents: documents
      .filter(({ value }) => value !== undefined)
      .map(({ source, kind, value }) => ({ source, kind, value })),
    platforms: manifests
      .filter(({ image }) => image)
      .map((manifest) => platformImageOf(manifest, facts, spec, wayTo)),
  }
}

function platformImageOf(
  manifest: Manifest,
  facts: ImageFacts,
  spec: SpecVersion,
  wayTo: ReturnType<typeof waysIn>,
): PlatformImage {
  const { document, configDocument, entries, item } = manifest
  const [entry] = entries
  const layers = layersOf(manifest, facts)
  let files: ImageFiles | UnreadFiles | undefined
  return {
    source: document.source,
    way: entry ? wayTo(entry) : (item?.tags[0] ?? ''),
    manifest: document.value,
    layers,
    ...withoutUndefined({
      platform: platformOf(configDocument?.value) ?? platformOfDescriptor(entry?.descriptor),
      config: configDocument && {
        source: configDocument.source,
        kind: configDocument.kind,
        value: configDocument.value,
      },
    }),
    files: () => (files ??= filesOf(manifest, facts, spec)),
  }
}

const layersOf = ({ layers }: Manifest, { blobs }: ImageFacts): ImageLayer[] =>
  layers.flatMap(({ digest, descriptor }, at) => {
    if (digest === undefined) return []
    const blob = blobs.get(digest)
    const stated = property(descriptor, 'size')
    const size = blob?.size ?? (typeof stated === 'number' ? stated : undefined)
    return [{ number: at + 1, digest, ...withoutUndefined({ size, latest: blob?.facts?.files?.latest }) }]
  })

/** What an image is called in a finding: its platform where it has one, so that many images have the same finding. */
export const calledIn = ({ platform, source }: PlatformImage): string => platform ?? source
