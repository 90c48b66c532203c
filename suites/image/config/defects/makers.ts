import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { type Change, type Doc } from '../../layouts/build/layout.ts'

/** A change in the configuration of an image. */
export const inConfig = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => ({
  id: `config-${id}`,
  violates,
  title,
  make: (layout) => void layout.image({ config: change }),
  ...more,
})

/** Properties of the configuration with these values. */
export const set = (id: string, violates: RequirementId, title: string, changes: Doc): Defect =>
  inConfig(id, violates, title, (document) => void Object.assign(document, changes))

/** A configuration without a property. */
export const without = (id: string, violates: RequirementId, title: string, name: string): Defect =>
  inConfig(id, violates, title, (document) => void delete document[name])

/** Execution parameters with these values. */
export const parameter = (id: string, violates: RequirementId, title: string, changes: Doc): Defect =>
  inConfig(id, violates, title, (document) => void Object.assign(document['config'] as Doc, changes))
