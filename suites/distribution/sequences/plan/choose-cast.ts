import { manifestDimensions, tagDimensions, type ManifestRow, type TagRow } from '../dimensions.ts'
import { addManifest, addTag, createCast, type Cast } from './cast.ts'
import type { PlanState } from './plan-state.ts'

/** Which rows and forms of tags a sequence of manifests works with. */

/** Rows that need others come first, so that those others can be rows as well. */
const needs = (row: ManifestRow): number => {
  if (row.parts === 'nested index') return 4
  if (row.kind === 'index' || row.kind === 'docker-list') return row.parts === 'many' ? 3 : 2
  return row.subject === 'present' ? 1 : 0
}

/** A sequence has as many manifests, so that tags can move back and forth. */
const [fewest, most] = [3, 4]

export function castOfManifests(state: PlanState): Cast {
  const { rows } = state
  const isLate = !rows.manifests.has()
  const row = nextRow(state)
  const cast = createCast(row?.place ?? 'home')
  if (row) addManifest(cast, state, row)
  for (let count = 0; count < 2 && wantsReferrers(state) && cast.manifestRows.size < most; count += 1) {
    const referrer = rows.manifests.take(
      (each) => fits(cast)(each) && each.subject === 'present' && isSha256(each),
    )
    if (referrer) addManifest(cast, state, referrer)
  }
  while (
    cast.manifestRows.size < fewest ||
    (cast.manifestRows.size < most && rows.manifests.has(fits(cast)))
  ) {
    const isFit = fits(cast)
    // Only what has a SHA-256 digest can be pushed by a tag.
    const next = rows.manifests.has(isFit)
      ? rows.manifests.take(isFit)
      : lateRow(state, cast, (each) => isFit(each) && isSha256(each))
    if (!next) break
    addManifest(cast, state, next)
  }
  const forms = tagDimensions.form.filter((form) => !ofOthers.includes(form))
  const first = neediest(state, forms)
  addTag(cast, first)
  addTag(
    cast,
    neediest(
      state,
      forms.filter((form) => form !== first),
    ),
  )
  addTag(cast, neighbouringForm(state))
  if (isLate) addTagsOfMissingForms(state, cast)
  return cast
}

/** Manifests of one sequence that has nothing else. */
const mostRows = 10

export function castOfRows(state: PlanState): Cast {
  const { rows } = state
  const row = nextRow(state)
  const cast = createCast(row?.place ?? 'home')
  if (row) addManifest(cast, state, row)
  const isOfPlace = ({ place }: ManifestRow) => place === cast.base
  while (cast.manifestRows.size < mostRows && rows.manifests.has(isOfPlace)) {
    const next = rows.manifests.take(isOfPlace)
    if (next) addManifest(cast, state, next)
  }
  for (const { by } of cast.manifestRows.values())
    if (by !== 'digest')
      addTag(
        cast,
        neediest(
          state,
          tagDimensions.form.filter((form) => hasRoom(cast, form)),
        ),
      )
  return cast
}

/** Each form once, and those that refer to another tag once there is one. */
const hasRoom = (cast: Cast, form: TagRow['form']): boolean =>
  Object.values(cast.tags).every((each) => each.form !== form) &&
  (!ofOthers.includes(form) || Object.keys(cast.tags).length > 1)

/** A row of a kind that tags lack, and that is not there yet. */
function lateRow({ rows, tracker }: PlanState, cast: Cast, isFit: (row: ManifestRow) => boolean) {
  const kinds = new Set([...cast.manifestRows.values()].map(({ kind }) => kind))
  const isLacking = ({ kind }: ManifestRow) =>
    !kinds.has(kind) && tracker.missingWith('values of tags', `kind=${kind}`) > 0
  return rows.manifests.look((row) => isFit(row) && isLacking(row)) ?? rows.manifests.look(isFit)
}

const mostTags = 6

/** One sequence with many tags takes fewer requests than several with few. */
function addTagsOfMissingForms({ tracker }: PlanState, cast: Cast): void {
  for (const form of tagDimensions.form) {
    const isThere = Object.values(cast.tags).some((each) => each.form === form)
    if (isThere || Object.keys(cast.tags).length >= mostTags) continue
    if (tracker.missingWith('values of tags', `form=${form}`) > 0) addTag(cast, form)
  }
}

/** Forms that refer to another tag. */
const ofOthers: readonly TagRow['form'][] = ['extends', 'shortens', 'other-case']

const isSha256 = ({ algorithm }: ManifestRow): boolean => algorithm === 'sha256'

const wantsReferrers = ({ tracker }: PlanState): boolean =>
  tracker.left('referrers') > 0 ||
  tracker.isMissing('overlap', 'two referrers of one subject') ||
  tracker.isMissing('overlap', 'two image manifests of one subject') ||
  tracker.isMissing('neighbours', 'deletion of a referrer × another referrer of the subject')

/** The row that needs the most other ones; once there is none left, one of the kind that tags lack. */
function nextRow({ rows, tracker, draw }: PlanState): ManifestRow | undefined {
  const level = [4, 3, 2, 1, 0].find((each) => rows.manifests.has((row) => needs(row) === each))
  if (level !== undefined) return rows.manifests.take((row) => needs(row) === level)
  const lacking = manifestDimensions.kind.map((kind) => ({
    kind,
    lacks: tracker.missingWith('values of tags', `kind=${kind}`) + draw(100) / 200,
  }))
  const most = lacking.toSorted((one, other) => other.lacks - one.lacks)[0]
  return rows.manifests.look((row) => row.kind === most?.kind && isSha256(row) && needs(row) < 4)
}

function neighbouringForm(state: PlanState): TagRow['form'] {
  const missing = [...state.tracker.missing('neighbours')]
  if (missing.some((pair) => /(?:longer|shorter) tag$/.test(pair))) return 'extends'
  if (missing.some((pair) => pair.endsWith('other case'))) return 'other-case'
  return neediest(state, ofOthers)
}

/** The form that lacks the most pairs. */
function neediest({ tracker, draw }: PlanState, forms: readonly TagRow['form'][]): TagRow['form'] {
  const lacking = forms.map((form) => ({
    form,
    lacks: tracker.missingWith('values of tags', `form=${form}`) + draw(100) / 200,
  }))
  return lacking.toSorted((one, other) => other.lacks - one.lacks)[0]?.form ?? 'plain'
}

const fits = (cast: Cast) => (row: ManifestRow) => row.place === cast.base && needs(row) < 2
