import { tagDimensions, type BlobRow, type ManifestRow } from '../../dimensions.ts'
import type { Features } from '../features.ts'
import type { PlanRows, Rows } from '../rows.ts'
import {
  blob,
  blobRows,
  longDigests,
  plain,
  referrers,
  tourRows,
  type EdgesTourRow,
  type ManifestTourRow,
  type ReferrersTourRow,
  type UploadTourRow,
} from './rows.ts'

/** The tours of a plan, by what they are made with. */
export interface Tours {
  manifests: readonly ManifestTourRow[]
  blobs: readonly BlobRow[]
  referrers: readonly ReferrersTourRow[]
  uploads: readonly UploadTourRow[]
  edges: readonly EdgesTourRow[]
}

const subjectsOf = ({ sha512Manifest, referrers: hasReferrers }: Features): readonly ManifestRow[] =>
  hasReferrers ? [plain, ...(sha512Manifest ? [{ ...plain, algorithm: 'sha512' } as const] : [])] : []

/** Those that take each value through each state with few requests. */
export const firstTours = (features: Features): Tours => ({
  manifests: features.sha512Manifest ? [...tourRows, longDigests] : tourRows,
  blobs: blobRows,
  referrers: subjectsOf(features).map((subject) => ({ subject, referrers })),
  uploads: features.chunked ? [{ blob: blob('4097', 'random'), place: 'home' }] : [],
  edges: [{ place: 'home' }],
})

/** All of them that fit and were not used. */
function rest<R>(rows: Rows<R>, fits: (row: R) => boolean): R[] {
  const taken: R[] = []
  while (rows.has(fits)) {
    const row = rows.take(fits)
    if (row) taken.push(row)
  }
  return taken
}

const pairs = <Value>(values: readonly Value[]): [Value, Value][] =>
  values.flatMap((one, at) => {
    const other = values[at + 1]
    return at % 2 === 0 && other !== undefined ? [[one, other]] : []
  })

/** Forms of tags that refer to no other tag; those that do are beside them. */
const forms = tagDimensions.form.filter(
  (form) => form !== 'extends' && form !== 'shortens' && form !== 'other-case',
)

/** Those that take each row of an array through each state, so that all pairs of values meet each state. */
export function furtherTours({ manifests, blobs, uploads }: PlanRows, features: Features): Tours {
  const all = rest(manifests, () => true)
  const long = all.filter(({ algorithm }) => algorithm === 'sha512')
  const short = all.filter(({ algorithm }) => algorithm !== 'sha512')
  const referring = all.filter(({ subject }) => subject === 'present')
  return {
    manifests: [
      ...pairs(short).map((each, at) => ({ manifests: each, tag: forms[at % forms.length] ?? 'plain' })),
      ...pairs(long).map((each) => ({ manifests: each })),
    ],
    // What depends on size alone is seen of the large ones elsewhere.
    blobs: rest(blobs, ({ size }) => size !== '1 MiB'),
    referrers: subjectsOf(features).flatMap((subject) =>
      pairs(referring).flatMap(([one, other]) => {
        const [artifact] = referrers
        return [{ subject, referrers: [one, artifact, other] as const }]
      }),
    ),
    uploads: features.chunked
      ? rest(uploads, () => true)
          .slice(0, 4)
          .map(({ algorithm }, at) => ({
            blob: blob(at % 2 === 0 ? '65537' : '4096', 'random', algorithm),
            place: at % 2 === 0 ? 'other' : 'home',
          }))
      : [],
    edges: [{ place: 'other' }, { place: 'home' }],
  }
}
