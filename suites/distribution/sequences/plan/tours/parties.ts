import type { ManifestRow } from '../../dimensions.ts'
import type { ManifestName } from '../../sequence.ts'
import { addBlobOf, addManifest, type Cast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'

/** Adds a manifest whose subject is this one, where its kind has subjects. */
export function addWith(cast: Cast, state: PlanState, row: ManifestRow, subject: ManifestName): ManifestName {
  const name = addSubject(cast, state, { ...row, subject: 'absent' })
  const recipe = cast.manifests[name]
  if (recipe)
    cast.manifests[name] = {
      ...recipe,
      ...(row.subject === 'present' ? { subject: { manifest: subject } } : {}),
      // What is no JSON has a type of its own, and can be lost, which the empty blob of all runs cannot.
      ...(row.config === 'empty blob' ? { config: { blob: addBlobOf(cast, state) } } : {}),
    }
  return name
}

/** Adds a manifest that refers to nothing before it. */
export const addSubject = (cast: Cast, state: PlanState, row: ManifestRow): ManifestName =>
  addManifest(cast, state, { ...row, place: cast.base })
