import type { BaseEffect } from '../base-effect.ts'
import { blobPushes, sessionEffects } from './blob-pushes.ts'
import { blobReads } from './blob-reads.ts'
import { formerManifests } from './former-manifests.ts'
import { manifestDeletions } from './manifest-deletions.ts'
import { manifestGets } from './manifest-gets.ts'
import { manifestHeads } from './manifest-heads.ts'
import { manifestPushes } from './manifest-pushes.ts'
import { pushDamage } from './push-damage.ts'
import { referrerListEffects } from './referrer-lists.ts'
import { tagLists } from './tag-lists.ts'
import { wrongDigests } from './wrong-digests.ts'

/** All base effects, in lasting order. */
export const baseEffects: readonly BaseEffect[] = [
  ...manifestGets,
  ...manifestHeads,
  ...formerManifests,
  ...manifestPushes,
  ...pushDamage,
  ...manifestDeletions,
  ...blobReads,
  ...blobPushes,
  ...sessionEffects,
  ...wrongDigests,
  ...tagLists,
  ...referrerListEffects,
]
