import type { Random } from '../../../../src/content/random.ts'
import { coveringArray, quickNumbers } from '../covering-array.ts'
import {
  allowsBlob,
  allowsBlobRead,
  allowsList,
  allowsManifest,
  allowsUpload,
  blobDimensions,
  blobReadDimensions,
  listDimensions,
  manifestDimensions,
  manifestReadDimensions,
  tagDimensions,
  uploadDimensions,
  type BlobRow,
  type ManifestRow,
  type UploadRow,
} from '../dimensions.ts'
import { createTracker, type Tracker } from '../coverage.ts'
import { compile, type Dimensions, type Row } from '../value-pairs.ts'
import { availableValues, type Feature, type Features } from './features.ts'

/** Rows that are to be used, in any order; once all are used up, any of them again. */
export interface Rows<R> {
  /** One that fits, those first that were not used; undefined where none fits. */
  take: (fits?: (row: R) => boolean) => R | undefined
  /** Any that fits; it stays unused. */
  look: (fits: (row: R) => boolean) => R | undefined
  /** Whether one that was not used fits. */
  has: (fits?: (row: R) => boolean) => boolean
  /** Counts these as not used: a sequence took them and could not do all of it. */
  again: (isMissing: (row: R) => boolean) => void
}

const any = (): boolean => true

export function rowsOf<R>(all: readonly R[], draw: (below: number) => number): Rows<R> {
  let fresh = [...all]
  const look = (fits: (row: R) => boolean) => {
    const fitting = all.filter(fits)
    return fitting[draw(fitting.length || 1)]
  }
  return {
    take(fits = any) {
      const at = fresh.findIndex(fits)
      return at >= 0 ? fresh.splice(at, 1)[0] : look(fits)
    },
    look,
    has: (fits = any) => fresh.some(fits),
    again(isMissing) {
      fresh = all.filter(isMissing)
    },
  }
}

/** The rows of a plan: together they have all pairs of values. */
export interface PlanRows {
  blobs: Rows<BlobRow>
  manifests: Rows<ManifestRow>
  uploads: Rows<UploadRow>
}

/** Other rows that have the same pairs. */
export function otherRows(random: Random, features: Features): PlanRows {
  const tracker = createTracker()
  return planRows(random, features, tracker)
}

/** Rows that are tried for each: where rows are used as they are, the fewer the better. */
const candidates = 4

/** Makes the rows, and declares the pairs of values that are to be covered: those that a row can have. */
export function planRows(random: Random, features: Features, tracker: Tracker): PlanRows {
  const draw = quickNumbers(random.fork('rows'))
  const declare = <D extends Dimensions>(
    group: string,
    dimensions: D,
    sha512: Feature,
    {
      allows,
      candidates: tried = 1,
    }: { allows?: (pair: Partial<Row<D>>) => boolean; candidates?: number } = {},
  ) => {
    const available = availableValues(dimensions, features, sha512)
    const rows = coveringArray(available, random.fork(group), {
      candidates: tried,
      ...(allows ? { allows } : {}),
    })
    tracker.declareRows(group, available, rows)
    excludeOthers(tracker, group, { dimensions, available, rows })
    return rows
  }
  const blobs = declare('values of blobs', blobDimensions, 'sha512', { allows: allowsBlob, candidates })
  const manifests = declare('values of manifests', manifestDimensions, 'sha512Manifest', {
    allows: allowsManifest,
    candidates,
  })
  const uploads = declare('values of uploads', uploadDimensions, 'sha512', {
    allows: allowsUpload,
    candidates,
  })
  declare('values of tags', tagDimensions, 'sha512')
  declare('values of manifest pulls', manifestReadDimensions, 'sha512')
  declare('values of blob pulls', blobReadDimensions, 'sha512', { allows: allowsBlobRead })
  declare('values of listings', listDimensions, 'sha512', { allows: allowsList })
  return { blobs: rowsOf(blobs, draw), manifests: rowsOf(manifests, draw), uploads: rowsOf(uploads, draw) }
}

/** Rows of what is missing yet. */
export function rowsOfMissing(random: Random, features: Features, tracker: Tracker): PlanRows {
  const draw = quickNumbers(random.fork('rows of missing'))
  const rowsFor = <D extends Dimensions>(
    group: string,
    dimensions: D,
    { sha512, allows }: { sha512: Feature; allows: (pair: Partial<Row<D>>) => boolean },
  ) =>
    rowsOf(
      coveringArray(availableValues(dimensions, features, sha512), random.fork(`missing ${group}`), {
        candidates,
        allows,
        wanted: tracker.wanted(group),
      }),
      draw,
    )
  return {
    blobs: rowsFor('values of blobs', blobDimensions, { sha512: 'sha512', allows: allowsBlob }),
    manifests: rowsFor('values of manifests', manifestDimensions, {
      sha512: 'sha512Manifest',
      allows: allowsManifest,
    }),
    uploads: rowsFor('values of uploads', uploadDimensions, { sha512: 'sha512', allows: allowsUpload }),
  }
}

/** The pairs that no row has, with the reason. */
function excludeOthers(
  tracker: Tracker,
  group: string,
  {
    dimensions,
    available,
    rows,
  }: { dimensions: Dimensions; available: Dimensions; rows: readonly Readonly<Record<string, string>>[] },
): void {
  const { names, ids, size, idsOf } = compile(dimensions)
  const found = new Uint8Array(size * size)
  for (const row of rows) {
    const own = idsOf(row)
    for (const one of own) for (const other of own) found[one * size + other] = 1
  }
  const { names: has } = compile(available)
  const isThere = new Set(has)
  ids.forEach((one, at) => {
    for (const id of one) {
      for (const other of ids.slice(at + 1).flat()) {
        if (found[id * size + other] === 1) continue
        const [first = '', second = ''] = [names[id], names[other]]
        const reason = isThere.has(first) && isThere.has(second) ? 'invalid' : 'feature absent'
        tracker.exclude(group, [`${first} × ${second}`], reason)
      }
    }
  })
}
