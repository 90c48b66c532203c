import type { SpecVersion } from '../../src/engine/requirement.ts'
import { digestOf, parseDigest } from '../../src/image/decode/digest.ts'
import { withoutUndefined } from '../../src/engine/optional.ts'
import { isObject, list, property, text } from '../../src/image/json/value.ts'
import type { Document, ImageModel, Reference } from '../../src/image/model/model.ts'
import { readImage } from '../../src/image/model/read.ts'
import { labelOfPart } from '../../src/image/model/way.ts'
import type { ImageSource } from '../../src/image/source/source.ts'
import type { ImageLimits } from '../../src/image/limits.ts'

/** A manifest or an index to be pushed. */
export interface TripManifest {
  digest: string
  mediaType: string
  /** What people call it: `linux/arm64`, `app:1.0`. */
  name: string
  /** Digests of manifests that it lists. */
  manifests: readonly string[]
  /** Digests of its config and layers. */
  blobs: readonly string[]
  subject?: string
  /** What a referrers list states of it. */
  artifactType?: string
  annotations?: Readonly<Record<string, string>>
  /** Bytes. */
  size: number
  /** What it refers to and what cannot be pushed: a registry may refuse it then. */
  lacks: readonly string[]
}

/** A config or a layer to be pushed. */
export interface TripBlob {
  digest: string
  name: string
  /** Bytes. */
  size: number
  /** Its bytes, where they are embedded in a descriptor and nowhere else. */
  data?: Uint8Array
}

/** All of an image that can be pushed. */
export interface TripContent {
  /** Each after what it lists, and after its subject. */
  manifests: readonly TripManifest[]
  blobs: readonly TripBlob[]
  /** What the image begins with: the manifest of a registry, the entries of a layout's index.json. */
  roots: readonly { digest: string; tag?: string }[]
  /** Why something that the image refers to cannot be pushed, such as a layer that is not in the layout. */
  missing: readonly string[]
}

export interface ContentOptions {
  spec: SpecVersion
  signal?: AbortSignal
  limits?: ImageLimits
}

const refName = 'org.opencontainers.image.ref.name'
const tagGrammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

/** Reads an image and makes sure that its bytes have their digests: what is wrong before it is pushed is not the registry's. */
export async function contentOf(source: ImageSource, options: ContentOptions): Promise<TripContent> {
  const model = await readImage(source, options)
  const parts = partsOf(model)
  const manifests = model.documents
    .filter(({ kind, source: of }) => (kind === 'index' || kind === 'manifest') && of.includes(':'))
    .map((document) => manifestOf(document, model, parts))
  const known = new Map(manifests.map((manifest) => [manifest.digest, manifest]))
  const blobs = new Set(manifests.flatMap((manifest) => manifest.blobs))
  const roots = rootsOf(model, known)
  return {
    manifests: inOrder(known),
    blobs: [...blobs].map((digest) => blobOf(digest, model)),
    roots,
    missing: [
      ...model.limits.map(({ message }) => message),
      ...(roots.length === 0 ? ['there is no manifest to push'] : []),
      ...[...parts.values()].flatMap((part) =>
        typeof part === 'object' && !part.isOptional ? [part.reason] : [],
      ),
    ],
  }
}

/** Whether what a reference leads to is a manifest or a blob that can be pushed, or why it cannot. */
type Part = 'manifest' | 'blob' | { reason: string; isOptional: boolean }

function partsOf(model: ImageModel): Map<Reference, Part> {
  const documents = new Set(model.documents.map((document) => document.source))
  return new Map(
    model.references
      .filter(({ role, from }) => role !== 'subject' && from.kind !== 'layout-index')
      .map((reference) => [reference, partOf(reference, model, documents)]),
  )
}

function partOf(reference: Reference, { blobs }: ImageModel, documents: ReadonlySet<string>): Part {
  const { digest, role, descriptor, mediaType } = reference
  const name = nameOf(reference)
  if (digest === undefined) return { reason: `${name} has no digest that can be followed`, isOptional: false }
  const blob = blobs.get(digest)
  if (blob?.state === 'present') {
    if (blob.verified === false)
      return { reason: `${name} does not have the digest ${digest}`, isOptional: false }
    return role === 'manifest' && documents.has(digest) ? 'manifest' : 'blob'
  }
  if (embedded(descriptor, digest)) return 'blob'
  const isOptional =
    mediaType.nonDistributable === true || list(descriptor, 'urls').length > 0 || role === 'manifest'
  return {
    reason: `${name} (${digest}) ${blob?.reason ?? 'is not in the image'}`,
    isOptional: isOptional && blob?.state === 'absent',
  }
}

/** The bytes that a descriptor embeds, if they have its digest (descriptor.md, Embedded content). */
function embedded(descriptor: unknown, digest: string): Uint8Array | undefined {
  const data = text(descriptor, 'data')
  if (data === undefined) return undefined
  const bytes = Buffer.from(data, 'base64')
  const algorithm = parseDigest(digest)?.registered
  return algorithm !== undefined && digestOf(bytes, algorithm) === digest ? bytes : undefined
}

/** What people call the target of a reference: its name or platform, or its place in the document. */
function nameOf({ role, descriptor, pointer }: Reference): string {
  const platform = property(descriptor, 'platform')
  const parts = ['os', 'architecture', 'variant'].map((name) => text(platform, name)).filter(Boolean)
  return labelOfPart({
    role,
    name: text(property(descriptor, 'annotations'), refName),
    platform: parts.length > 0 ? parts.join('/') : undefined,
    number: Number(pointer.split('/').at(-1)) + 1,
  })
}

function manifestOf(
  document: Document,
  model: ImageModel,
  parts: ReadonlyMap<Reference, Part>,
): TripManifest {
  const { source: digest, value, size, kind } = document
  const own = model.references.filter(({ from }) => from === document)
  const reached = model.references.find((each) => each.digest === digest && each.role !== 'subject')
  const which = (wanted: Part): string[] => [
    ...new Set(own.flatMap((each) => (parts.get(each) === wanted ? (each.digest ?? []) : []))),
  ]
  const subject = text(property(value, 'subject'), 'digest')
  const artifactType =
    text(value, 'artifactType') ??
    (kind === 'index' ? undefined : text(property(value, 'config'), 'mediaType'))
  const annotations = property(value, 'annotations')
  return {
    digest,
    mediaType: text(value, 'mediaType') ?? text(reached?.descriptor, 'mediaType') ?? document.mediaType.oci,
    name: reached ? nameOf(reached) : kind,
    manifests: which('manifest'),
    blobs: which('blob'),
    lacks: own.flatMap((each) => {
      const part = parts.get(each)
      if (typeof part === 'object') return [part.reason]
      return each.role === 'manifest' && part === 'blob' ? [`${nameOf(each)} is not a manifest`] : []
    }),
    size,
    ...withoutUndefined({ subject, artifactType }),
    ...(isObject(annotations) ? { annotations: annotations as Record<string, string> } : {}),
  }
}

function blobOf(digest: string, { references, blobs }: ImageModel): TripBlob {
  const found = references.filter((each) => each.digest === digest && each.role !== 'subject')
  const name = found[0] ? nameOf(found[0]) : 'blob'
  const blob = blobs.get(digest)
  if (blob?.state === 'present') return { digest, name, size: blob.size ?? 0 }
  const data = found.map(({ descriptor }) => embedded(descriptor, digest)).find(Boolean) ?? new Uint8Array(0)
  return { digest, name, size: data.length, data }
}

function rootsOf(model: ImageModel, known: ReadonlyMap<string, TripManifest>): TripContent['roots'] {
  const index = model.documents.find(({ kind }) => kind === 'layout-index')
  if (!index) return model.documents.slice(0, 1).map(({ source: digest }) => ({ digest }))
  return model.references
    .filter(({ from }) => from === index)
    .flatMap(({ digest, descriptor }) => {
      if (digest === undefined || !known.has(digest)) return []
      const name = text(property(descriptor, 'annotations'), refName)
      // Names such as registry.example/app:1.0 end in their tag.
      const tag = name?.split(/[:/]/).at(-1)
      return [{ digest, ...(tag !== undefined && tagGrammar.test(tag) ? { tag } : {}) }]
    })
}

/** Each manifest after those that it lists, and after its subject. */
function inOrder(known: ReadonlyMap<string, TripManifest>): TripManifest[] {
  const done = new Set<TripManifest>()
  const visit = (digest: string): void => {
    const manifest = known.get(digest)
    if (!manifest || done.has(manifest)) return
    for (const each of manifest.manifests) visit(each)
    if (manifest.subject !== undefined) visit(manifest.subject)
    done.add(manifest)
  }
  for (const digest of known.keys()) visit(digest)
  return [...done]
}
