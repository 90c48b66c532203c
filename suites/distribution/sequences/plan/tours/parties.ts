import type { ManifestRow } from '../../dimensions.ts'
import type { ManifestName } from '../../sequence.ts'
import { addManifest, type Cast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'

/** Adds a manifest whose subject is this one, where its kind has subjects. */
export function addWith(cast: Cast, state: PlanState, row: ManifestRow, subject: ManifestName): ManifestName {
  const name = addSubject(cast, state, { ...row, subject: 'absent' })
  const recipe = cast.manifests[name]
  if (recipe && row.subject === 'present')
    cast.manifests[name] = { ...recipe, subject: { manifest: subject } }
  return name
}

/** Adds a manifest that refers to nothing before it. */
export const addSubject = (cast: Cast, state: PlanState, row: ManifestRow): ManifestName =>
  addManifest(cast, state, { ...row, place: cast.base })
