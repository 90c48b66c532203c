import type { BlobRow, ManifestRow, TagRow } from '../dimensions.ts'
import type {
  BlobName,
  BlobRecipe,
  ManifestName,
  ManifestRecipe,
  Place,
  TagName,
  TagRecipe,
} from '../sequence.ts'
import { withoutUndefined } from '../../../../src/engine/optional.ts'
import type { PlanRows } from './rows.ts'
import { annotations, artifactTypes, mebibyte, smallSizes } from './values.ts'

/** What a sequence works with, before its steps are known: recipes, and how each is pushed first. */
export interface Cast {
  base: Place
  blobs: Record<BlobName, BlobRecipe>
  manifests: Record<ManifestName, ManifestRecipe>
  tags: Record<TagName, TagRecipe>
  blobRows: Map<BlobName, BlobRow>
  manifestRows: Map<ManifestName, ManifestRow>
}

export interface CastTools {
  rows: PlanRows
  draw: (below: number) => number
}

export const createCast = (base: Place): Cast => ({
  base,
  blobs: {},
  manifests: {},
  tags: {},
  blobRows: new Map(),
  manifestRows: new Map(),
})

export const usual: BlobRow = {
  size: 'small',
  bytes: 'random',
  algorithm: 'sha256',
  way: 'post-put',
  chunks: 'none',
}

export const usualConfig: BlobRow = { ...usual, size: '4096', bytes: 'json' }

/** Adds a blob of the next row that fits, or where none does, of this one. */
export const addBlob = (
  cast: Cast,
  tools: CastTools,
  fits: (row: BlobRow) => boolean,
  otherwise: BlobRow = usual,
): BlobName => addBlobOf(cast, tools, tools.rows.blobs.take(fits) ?? otherwise)

export function addBlobOf(cast: Cast, { draw }: CastTools, row: BlobRow = usual): BlobName {
  const name = `b${cast.blobRows.size + 1}`
  cast.blobRows.set(name, row)
  cast.blobs[name] = { size: bytesOfSize(row, draw), bytes: row.bytes, algorithm: row.algorithm }
  return name
}

function bytesOfSize({ size }: BlobRow, draw: (below: number) => number): number {
  if (size === '1 MiB') return mebibyte + 1
  return size === 'small' ? (smallSizes[draw(smallSizes.length)] ?? smallSizes[0]) : Number(size)
}

/** Whether a blob is long enough to be this run's alone. */
export const isOwnSize = ({ size }: BlobRow): boolean => size !== '0' && size !== '1'

const isPart = (row: BlobRow): boolean => isOwnSize(row) && row.bytes !== 'json'
const isConfig = ({ bytes, size }: BlobRow): boolean =>
  bytes === 'json' && isOwnSize({ ...usual, size }) && size !== 'small'

/** Layers that all images of the sequence share: the `at`-th, made where it is not there yet. */
function layer(cast: Cast, tools: CastTools, at: number): BlobName {
  const layers = [...cast.blobRows].flatMap(([name, row]) => (isPart(row) ? [name] : []))
  return layers[at] ?? addBlob(cast, tools, isPart)
}

const isByte = ({ size }: BlobRow): boolean => size === '1'

/** One byte is a layer too, while there are rows of it. */
function second(cast: Cast, tools: CastTools): BlobName {
  return tools.rows.blobs.has(isByte) ? addBlob(cast, tools, isByte) : layer(cast, tools, 1)
}

function emptyBlob(cast: Cast, tools: CastTools): BlobName {
  const known = [...cast.blobRows].find(([, { size }]) => size === '0')?.[0]
  return known ?? addBlob(cast, tools, ({ size }) => size === '0', { ...usual, size: '0' })
}

function layersOf(cast: Cast, tools: CastTools, parts: ManifestRow['parts']): BlobName[] {
  const one = () => layer(cast, tools, 0)
  switch (parts) {
    case 'one':
      return [one()]
    case 'one twice':
      return [one(), one()]
    case 'two':
      return [one(), second(cast, tools)]
    case 'many': {
      const [first, other] = [one(), second(cast, tools)]
      return [first, other, first, first, other, first, other]
    }
    case 'empty blob':
      return tools.draw(2) === 0 ? [emptyBlob(cast, tools)] : [one(), emptyBlob(cast, tools)]
    default:
      return []
  }
}

const isIndex = (kind: ManifestRow['kind']): boolean => kind === 'index' || kind === 'docker-list'

/** Adds a manifest of a row, and before it what it refers to. */
export function addManifest(cast: Cast, tools: CastTools, row: ManifestRow): ManifestName {
  const manifests = isIndex(row.kind) ? childrenOf(cast, tools, row) : []
  const subject = subjectOf(cast, tools, row)
  const layers = isIndex(row.kind) ? [] : layersOf(cast, tools, row.parts)
  const name = `m${cast.manifestRows.size + 1}`
  cast.manifestRows.set(name, row)
  cast.manifests[name] = withoutUndefined({
    kind: row.kind,
    written: row.written,
    algorithm: row.algorithm,
    mediaType: row.mediaType === 'present',
    config: configOf(cast, tools, row),
    layers,
    manifests,
    subject,
    artifactType: row.artifactType === 'absent' ? undefined : artifactTypes[row.artifactType],
    annotations: row.annotations === 'absent' ? undefined : annotations[row.annotations],
    padding: row.padding === 'none' ? undefined : Number(row.padding),
  })
  return name
}

function configOf(cast: Cast, tools: CastTools, { kind, config }: ManifestRow): ManifestRecipe['config'] {
  if (config === 'none' || config === 'empty object') return 'empty'
  if (config === 'empty blob') return { blob: emptyBlob(cast, tools) }
  // What is a layer of others counts as well where one has it as its config.
  const isLayer = kind === 'image' && tools.draw(2) === 0
  return { blob: isLayer ? layer(cast, tools, 1) : addBlob(cast, tools, isConfig, usualConfig) }
}

/** Manifests of an index: those that are there already, then of further rows. */
function childrenOf(cast: Cast, tools: CastTools, row: ManifestRow): ManifestName[] {
  const number = { none: 0, one: 1, 'one twice': 1, two: 2, many: 3, 'empty blob': 0, 'nested index': 1 }[
    row.parts
  ]
  const nested = row.parts === 'nested index'
  const may = (each: ManifestRow) => {
    if (nested) return each.kind === 'index' && each.parts !== 'nested index' && each.parts !== 'many'
    if (row.kind === 'docker-list') return each.kind === 'docker-image'
    return !isIndex(each.kind) && each.subject !== 'present'
  }
  const fits = (each: ManifestRow) => each.place === cast.base && may(each)
  const children = [...cast.manifestRows]
    .flatMap(([name, each]) => (fits(each) ? [name] : []))
    .slice(0, number)
  while (children.length < number) {
    const next = tools.rows.manifests.take(fits) ?? tools.rows.manifests.look(may)
    children.push(addManifest(cast, tools, next ?? usualChild(row)))
  }
  return row.parts === 'one twice' ? [...children, ...children] : children
}

/** What an index can name where no row is left for that. */
const usualChild = ({ kind, parts, place }: ManifestRow): ManifestRow => ({
  kind: parts === 'nested index' ? 'index' : kind === 'docker-list' ? 'docker-image' : 'image',
  written: 'compact',
  algorithm: 'sha256',
  mediaType: 'present',
  config: parts === 'nested index' ? 'none' : 'blob',
  parts: 'one',
  subject: 'absent',
  artifactType: 'absent',
  annotations: 'absent',
  padding: 'none',
  by: 'digest',
  place,
})

/** Where there is a subject already, the manifest becomes its next referrer. */
function subjectOf(cast: Cast, tools: CastTools, { subject }: ManifestRow): ManifestRecipe['subject'] {
  if (subject !== 'present') return subject === 'missing' ? 'missing' : undefined
  const subjects = Object.values(cast.manifests).flatMap((each) =>
    typeof each.subject === 'object' ? [each.subject.manifest] : [],
  )
  const known = subjects[0] ?? Object.keys(cast.manifests)[0]
  if (known !== undefined) return { manifest: known }
  const row = tools.rows.manifests.take((each) => each.place === cast.base && each.subject !== 'present')
  return row ? { manifest: addManifest(cast, tools, row) } : 'missing'
}

/** Adds a tag; forms that refer to another tag need one that is there. */
export function addTag(cast: Cast, form: TagRow['form']): TagName | undefined {
  const name = `t${Object.keys(cast.tags).length + 1}`
  if (form !== 'extends' && form !== 'shortens' && form !== 'other-case') {
    cast.tags[name] = { form }
    return name
  }
  // Nothing can be added to the longest tag, and digits have no case.
  const not = { extends: 'longest', shortens: undefined, 'other-case': 'digits' }[form]
  const other = Object.entries(cast.tags).find(([, recipe]) => recipe.form !== not)?.[0]
  if (other === undefined) return undefined
  cast.tags[name] = { form, tag: other }
  return name
}
