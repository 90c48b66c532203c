import { defineRequirements, joinRequirements, type IdOf } from '../../../src/engine/literal-ids.ts'
import { statedBy } from '../stated-by.ts'

/** What the distribution specification requires of a registry whose referrers API is switched on. */
export const requirements = joinRequirements(
  defineRequirements([
    {
      id: 'upgrade.referrers.listed',
      title: 'lists referrers that clients kept under the referrers tag before the API was switched on',
      ...statedBy('discovery.referrers.preexisting'),
      impact: 'Signatures and SBOMs disappear with the upgrade: clients no longer look at the referrers tag.',
    },
    {
      id: 'upgrade.referrers.descriptor',
      title: 'describes those referrers by their digest, size, media type, artifact type and annotations',
      ...statedBy('discovery.referrers.descriptor'),
      dependsOn: ['upgrade.referrers.listed'],
      impact: 'Clients that look for one kind of artifact miss it after the upgrade.',
    },
  ]),
)

export type UpgradeRequirement = IdOf<typeof requirements>
