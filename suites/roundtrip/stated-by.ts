import { withoutUndefined } from '../../src/engine/optional.ts'
import type { Requirement } from '../../src/engine/requirement.ts'
import {
  requirements as ofRegistries,
  type RequirementId as RegistryRequirement,
} from '../distribution/requirements.ts'

/** The statement that a requirement of a round trip applies to the content of a user. */
export function statedBy(id: RegistryRequirement): Pick<Requirement, 'section' | 'at' | 'reasoning'> {
  const found = ofRegistries.find((requirement) => requirement.id === id)
  if (!found) throw new Error(`there is no requirement ${id}`)
  const { section, at, reasoning } = found
  return { section, at, ...withoutUndefined({ reasoning }) }
}
