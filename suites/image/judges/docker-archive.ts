import type { ImageFacts } from '../facts/facts.ts'
import type { RequirementId } from '../requirements.ts'

/** Why most of what is about layouts, descriptors and manifests is not evaluated of a docker archive. */
const reason =
  'a docker archive has no image layout, index, manifest or descriptor; its configurations, layers and tags are evaluated'

/** Requirements that a docker archive is evaluated by, since it has the same content or what corresponds to it. */
const evaluated =
  /^(?:config\.|conversion\.|json\.|layer\.(?!non-distributable\.)|content\.(?:digest\.matches|reachable)$|index\.manifests\.is-array$|manifest\.(?:is-object|config\.exists|layers\.(?:exists|is-array|are-descriptors|stack-order))$|annotations\.ref-name\.grammar$|layout\.(?:archive\.safe-entries|docker-save\.agrees|index\.unique-names)$)/

/** What Docker before 1.10 did not write. */
const withoutConfig = 'the archive is of Docker before 1.10, whose images have no configuration with DiffIDs'
const ofConfig = /^(?:config|conversion|manifest)\./

/** Why a requirement does not apply to an image because of the form that it is in; undefined where it does. */
export function notApplicable(
  { form, documents }: Pick<ImageFacts, 'form' | 'documents'>,
  requirement: RequirementId,
): string | undefined {
  if (form !== 'docker-archive') return undefined
  if (!evaluated.test(requirement)) return reason
  const isOld = documents.some(({ source }) => source === 'repositories')
  return isOld && ofConfig.test(requirement) ? withoutConfig : undefined
}
