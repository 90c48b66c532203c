import type { BlobReadRow, BlobRow, ListRow, ManifestReadRow, ManifestRow, TagRow } from '../dimensions.ts'
import type { BlobRecipe, ManifestName, ManifestRecipe, Step } from '../sequence.ts'
import { unusualAnnotations } from '../../content/unusual-annotations.ts'
import { isIndexKind } from '../content/documents.ts'
import type { World } from './world.ts'

/** The values that a recipe or a step has in each dimension: what a sequence covers is read from itself. */

export const mebibyte = 1_048_576

/** A small blob may have this many bytes: around powers of two. */
export const smallSizes = [127, 128, 129, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025] as const

/** Registries take these types as they are; the second one has to be escaped in a query. */
export const artifactTypes = {
  plain: 'application/vnd.oci-assay.test.v1',
  odd: 'application/vnd.oci-assay.A-b_C.d+e&f#g^h.v1+json',
} as const

export const annotations = {
  plain: { 'org.opencontainers.image.title': 'a title' },
  odd: {
    'vnd.oci-assay.empty': '',
    'vnd.oci-assay.escapes': '"\\ \n\t é 日本 𝄞 <&>',
    [`vnd.oci-assay.${'long-'.repeat(40)}key`]: 'x',
    ...unusualAnnotations,
  },
} as const

export function sizeClass(size: number): BlobRow['size'] {
  if (size === 0) return '0'
  if (size === 1) return '1'
  if (size > 70_000) return '1 MiB'
  const exact = String(size)
  return exactSizes.find((each) => each === exact) ?? 'small'
}

const exactSizes = ['4095', '4096', '4097', '65535', '65536', '65537'] as const

export const blobRow = (
  { size, bytes, algorithm }: BlobRecipe,
  { way, chunks = 1 }: Extract<Step, { do: 'push-blob' }>,
): BlobRow => ({
  size: sizeClass(size),
  bytes,
  algorithm,
  way,
  chunks: way === 'post-put' || way === 'single-post' ? 'none' : chunkClass(chunks),
})

const chunkClass = (chunks: number): BlobRow['chunks'] => {
  if (chunks > 3) return '12'
  return chunks === 3 ? '3' : chunks === 2 ? '2' : '1'
}

export function manifestRow(
  sequence: World['sequence'],
  name: ManifestName,
  step: Extract<Step, { do: 'push-manifest' }>,
): ManifestRow | undefined {
  const recipe = sequence.manifests[name]
  if (!recipe) return undefined
  return {
    kind: recipe.kind,
    written: recipe.written,
    algorithm: recipe.algorithm,
    mediaType: recipe.mediaType ? 'present' : 'absent',
    config: configValue(sequence, recipe),
    parts: isIndexKind(recipe.kind) ? manifestsValue(sequence, recipe) : layersValue(sequence, recipe),
    subject: recipe.subject === undefined ? 'absent' : recipe.subject === 'missing' ? 'missing' : 'present',
    artifactType: typeValue(recipe.artifactType),
    annotations:
      recipe.annotations === undefined
        ? 'absent'
        : 'vnd.oci-assay.empty' in recipe.annotations
          ? 'odd'
          : 'plain',
    padding: recipe.padding === undefined ? 'none' : recipe.padding > 10_000 ? '70000' : '5000',
    by: 'tag' in step.by ? 'tag' : step.tags ? 'tag parameters' : 'digest',
    place: step.at,
  }
}

const typeValue = (type: string | undefined): ManifestRow['artifactType'] => {
  if (type === undefined) return 'absent'
  return type === artifactTypes.odd ? 'odd' : 'plain'
}

function configValue({ blobs }: World['sequence'], { kind, config }: ManifestRecipe): ManifestRow['config'] {
  if (isIndexKind(kind)) return 'none'
  if (config === 'empty') return 'empty object'
  return blobs[config.blob]?.size === 0 ? 'empty blob' : 'blob'
}

const numberValue = (names: readonly string[]): ManifestRow['parts'] => {
  if (names.length === 0) return 'none'
  if (names.length === 1) return 'one'
  if (new Set(names).size === 1) return 'one twice'
  return names.length === 2 ? 'two' : 'many'
}

const layersValue = ({ blobs }: World['sequence'], { layers }: ManifestRecipe): ManifestRow['parts'] =>
  layers.some((name) => blobs[name]?.size === 0) ? 'empty blob' : numberValue(layers)

const manifestsValue = (sequence: World['sequence'], { manifests }: ManifestRecipe): ManifestRow['parts'] =>
  manifests.some((name) => sequence.manifests[name]?.kind === 'index')
    ? 'nested index'
    : numberValue(manifests)

export const readRow = (
  kind: ManifestRow['kind'],
  {
    method,
    by,
    accept,
    condition = 'none',
  }: Pick<Extract<Step, { do: 'read-manifest' }>, 'method' | 'by' | 'accept'> & {
    condition?: ManifestReadRow['condition'] | undefined
  },
): ManifestReadRow => ({
  method,
  of: `${kind} by ${'tag' in by ? 'tag' : 'digest'}`,
  accept,
  condition,
})

export const blobReadRow = (
  { size, algorithm }: BlobRecipe,
  { method, range }: Pick<Extract<Step, { do: 'read-blob' }>, 'method' | 'range'>,
): BlobReadRow => ({ read: range ?? method, size: pullSize(sizeClass(size)), algorithm })

/** Sizes that are pulled alike. */
export function pullSize(size: BlobRow['size']): BlobReadRow['size'] {
  if (size === '0' || size === '1' || size === 'small' || size === '1 MiB') return size
  return size.length === 4 ? 'a page' : '64 KiB'
}

/** What a page size is where the sequence has `own` tags: several of them where that is few. */
export function listRows(own: number, { pages }: Extract<Step, { do: 'list-tags' }>): ListRow[] {
  if (!pages) return [{ n: 'none', by: 'none', from: 'start' }]
  const sizes: readonly (readonly [ListRow['n'], number])[] = [
    ['1', 1],
    ['own - 1', own - 1],
    ['own', own],
    ['own + 1', own + 1],
    ['1000', 1000],
  ]
  const from = pages.after === undefined ? 'start' : 'own tag'
  return sizes.flatMap(([n, size]) => (size === pages.n ? [{ n, by: pages.by, from }] : []))
}

export const tagRow = (
  form: TagRow['form'],
  kind: TagRow['kind'],
  operation: TagRow['operation'],
): TagRow => ({ form, kind, operation })
