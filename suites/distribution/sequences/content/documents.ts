import { withoutUndefined } from '../../../../src/engine/optional.ts'
import { describe, emptyContent, type Content, type Descriptor } from '../../../../src/content/content.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import type { ManifestKind, ManifestName, ManifestRecipe, Sequence } from '../sequence.ts'

/** What a document refers to, as content; the types of blobs depend on the manifest that names them. */
export interface Parts {
  /** Undefined is the empty JSON object. */
  config: Content | undefined
  layers: readonly Content[]
  manifests: readonly Content[]
  subject: Content | undefined
}

const types: Readonly<Record<ManifestKind, string>> = {
  image: mediaTypes.manifest,
  artifact: mediaTypes.manifest,
  index: mediaTypes.index,
  'docker-image': mediaTypes.dockerManifest,
  'docker-list': mediaTypes.dockerManifestList,
}

export const mediaTypeOf = (kind: ManifestKind): string => types[kind]

/** The type of content that only this project has. */
const ownType = 'application/vnd.oci-assay.test.v1'

/**
 * The document of a recipe, valid by the image specification whatever the recipe says: Docker's kinds have Docker's types
 * and none of the fields of OCI, an empty config has an artifactType, and artifacts have a layer.
 */
export function documentOf(
  recipe: ManifestRecipe,
  parts: Parts,
  mark: string | undefined,
): Record<string, unknown> {
  const docker = recipe.kind === 'docker-image' || recipe.kind === 'docker-list'
  const content = isIndexKind(recipe.kind) ? indexParts(recipe, parts) : imageParts(recipe, parts, docker)
  const head = { schemaVersion: 2, mediaType: recipe.mediaType || docker ? types[recipe.kind] : undefined }
  if (docker) return withoutUndefined({ ...head, ...content })
  const annotations = {
    ...(mark === undefined ? {} : { 'vnd.oci-assay.mark': mark }),
    ...recipe.annotations,
    ...(recipe.padding === undefined ? {} : { 'vnd.oci-assay.padding': 'x'.repeat(recipe.padding) }),
  }
  const needsType = !isIndexKind(recipe.kind) && parts.config === undefined
  return withoutUndefined({
    ...head,
    artifactType: recipe.artifactType ?? (needsType ? ownType : undefined),
    ...content,
    subject: parts.subject ? describe(parts.subject, annotated(recipe)) : undefined,
    annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
  })
}

export const isIndexKind = (kind: ManifestKind): boolean => kind === 'index' || kind === 'docker-list'

/** Whether a manifest has the empty JSON object for its config or its only layer, which has to be there before it. */
export function needsEmpty({ manifests }: Pick<Sequence, 'manifests'>, name: ManifestName): boolean {
  const recipe = manifests[name]
  return (
    recipe !== undefined &&
    !isIndexKind(recipe.kind) &&
    (recipe.config === 'empty' || recipe.kind === 'artifact')
  )
}

/**
 * Where a document has annotations, its descriptors have some too: a registry that looks for them takes those of the wrong place, and
 * one that writes the document anew loses what it does not know.
 */
const annotated = ({ kind, annotations }: ManifestRecipe): Pick<Descriptor, 'annotations'> =>
  annotations === undefined || kind === 'docker-image' || kind === 'docker-list'
    ? {}
    : { annotations: { 'vnd.oci-assay.of-descriptor': 'yes' } }

/** Docker requires a platform of each image; for OCI it is usual. Indexes in an index have none. */
const indexParts = (recipe: ManifestRecipe, { manifests }: Parts) => ({
  manifests: manifests.map((each): Descriptor => {
    const isInner = each.mediaType === mediaTypes.index && recipe.kind === 'index'
    const isFull = annotated(recipe).annotations !== undefined
    return describe(each, {
      ...(isInner ? {} : { platform: isFull ? fullPlatform : { architecture: 'amd64', os: 'linux' } }),
      ...annotated(recipe),
    })
  }),
})

const fullPlatform = {
  architecture: 'arm64',
  os: 'windows',
  variant: 'v8',
  'os.version': '10.0.17763.1234',
  'os.features': ['win32k'],
}

function imageParts(recipe: ManifestRecipe, { config, layers }: Parts, docker: boolean) {
  const more = annotated(recipe)
  const described = layers.map((layer) =>
    describe(docker ? { ...layer, mediaType: mediaTypes.dockerLayer } : layer, more),
  )
  return {
    config: config
      ? describe(docker ? { ...config, mediaType: mediaTypes.dockerConfig } : config, more)
      : describe(emptyContent, more),
    // An artifact without files has the empty object as its layer (manifest.md, Guidelines for Artifact Usage).
    layers: recipe.kind === 'artifact' && layers.length === 0 ? [describe(emptyContent, more)] : described,
  }
}
