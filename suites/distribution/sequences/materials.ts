import { contentOf, type Content } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import type { Random } from '../../../src/content/random.ts'
import { bytesOf, shortestOwn } from './content/bytes.ts'
import { configBytes, configuredBy } from './content/configs.ts'
import { documentOf, isIndexKind, mediaTypeOf, type Parts } from './content/documents.ts'
import { writeTags } from './content/tags.ts'
import { writeDocument } from './content/written.ts'
import type { BlobName, ManifestName, ManifestRecipe, Sequence, TagName } from './sequence.ts'

/** What a sequence works with. Functions throw RangeError for names that the sequence does not declare. */
export interface Materials {
  blob: (name: BlobName) => Content
  manifest: (name: ManifestName) => Content
  tag: (name: TagName) => string
  /** A manifest that is pushed nowhere: the subject that is missing. */
  missing: Content
  /** Whether other runs have the same blob, and may push or remove it at any time. */
  isCommon: (name: BlobName) => boolean
}

/**
 * Makes the content of a sequence. The same source makes the same bytes on every machine; another one makes other
 * digests and other tags of the same recipes.
 */
export function createMaterials(
  sequence: Pick<Sequence, 'blobs' | 'manifests' | 'tags'>,
  random: Random,
): Materials {
  const tags = writeTags(sequence.tags, random)
  const blobs = makeBlobs(sequence, random)
  const missing = contentOf(random.bytes(64), mediaTypes.manifest)
  const manifests = makeManifests(sequence, blobs, missing, random)
  return {
    blob: (name) => known(blobs, name),
    manifest: (name) => known(manifests, name),
    tag: (name) => known(tags, name),
    missing,
    isCommon: (name) => known(blobs, name).bytes.length < shortestOwn,
  }
}

function known<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name)
  if (value === undefined) throw new RangeError(`the sequence does not declare ${name}`)
  return value
}

type Recipes = Pick<Sequence, 'blobs' | 'manifests'>

/** Configurations come last: they name the layers by their digests. */
function makeBlobs(sequence: Recipes, random: Random): ReadonlyMap<BlobName, Content> {
  const made = new Map<BlobName, Content>()
  const recipes = Object.entries(sequence.blobs).map(([name, recipe]) => ({
    name,
    recipe,
    manifest: configuredBy(sequence, name),
  }))
  for (const { name, recipe, manifest } of recipes) {
    if (manifest) continue
    const type = recipe.bytes === 'gzip' ? mediaTypes.layerGzip : mediaTypes.layer
    made.set(name, contentOf(bytesOf(recipe, random), type, recipe.algorithm))
  }
  for (const { name, recipe, manifest } of recipes) {
    if (!manifest) continue
    const layers = manifest.layers.flatMap((layer) => made.get(layer)?.bytes ?? [])
    const config = configBytes(layers, recipe.size, random)
    made.set(
      name,
      config
        ? contentOf(config, mediaTypes.config, recipe.algorithm)
        : contentOf(bytesOf(recipe, random), ownConfig, recipe.algorithm),
    )
  }
  return made
}

/** The type of configs that are none of an image. */
const ownConfig = 'application/vnd.oci-assay.test.config.v1'

function makeManifests(
  { manifests, blobs: recipes }: Recipes,
  blobs: ReadonlyMap<BlobName, Content>,
  missing: Content,
  random: Random,
): ReadonlyMap<ManifestName, Content> {
  const marks = new Map(Object.keys(manifests).map((name) => [name, random.hex(24)]))
  const made = new Map<ManifestName, Content>()
  const make = (name: ManifestName, above: readonly ManifestName[]): Content => {
    const recipe = manifests[name]
    if (!recipe || above.includes(name)) {
      throw new RangeError(`the sequence has no manifest ${name} that does not refer to itself`)
    }
    const before = made.get(name)
    if (before) return before
    const other = (each: ManifestName) => make(each, [...above, name])
    const { subject } = recipe
    const parts: Parts = {
      config: recipe.config === 'empty' ? undefined : configOf(known(blobs, recipe.config.blob)),
      layers: recipe.layers.map((layer) => known(blobs, layer)),
      manifests: recipe.manifests.map(other),
      subject: subject === 'missing' ? missing : subject && other(subject.manifest),
    }
    const write = (mark?: string) =>
      contentOf(written(recipe, parts, mark), mediaTypeOf(recipe.kind), recipe.algorithm)
    const plain = write()
    const isOwn =
      hasOwnPart(recipe, recipes) && [...made.values()].every(({ digest }) => digest !== plain.digest)
    const content = isOwn && recipe.annotations === undefined ? plain : write(marks.get(name))
    made.set(name, content)
    return content
  }
  for (const name of Object.keys(manifests)) make(name, [])
  return made
}

/** The bytes of a document; one that is padded fills whole blocks, as the buffers of a registry are. */
function written(recipe: ManifestRecipe, parts: Parts, mark: string | undefined): Uint8Array {
  const write = (each: ManifestRecipe) => writeDocument(documentOf(each, parts, mark), each.written)
  const bytes = write(recipe)
  if (recipe.padding === undefined) return bytes
  return write({ ...recipe, padding: recipe.padding + ((block - (bytes.length % block)) % block) })
}

const block = 1024

/** Whether no other run has the same document even without a mark in it. */
function hasOwnPart(
  { kind, config, layers, manifests, subject }: ManifestRecipe,
  blobs: Recipes['blobs'],
): boolean {
  if (typeof subject === 'object' || (isIndexKind(kind) && manifests.length > 0)) return true
  const named = [...(config === 'empty' ? [] : [config.blob]), ...layers]
  return !isIndexKind(kind) && named.some((name) => (blobs[name]?.size ?? 0) >= shortestOwn)
}

/** A blob that was made as a layer is no config of an image. */
const configOf = (content: Content): Content =>
  content.mediaType === mediaTypes.config ? content : { ...content, mediaType: ownConfig }
