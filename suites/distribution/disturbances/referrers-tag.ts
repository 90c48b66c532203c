import { onReply } from '../../../src/reference/effects/effects.ts'
import { together } from '../../../src/reference/effects/alter.ts'
import { imageIndexType, readManifest } from '../../../src/reference/manifest.ts'
import type { Disturbance } from './disturbance.ts'

/** The tag under which clients without a referrers API look for the referrers of a digest. */
const referrersTag = (digest: string): string => digest.replace(':', '-').slice(0, 128)

export const referrersTags: readonly Disturbance[] = [
  {
    id: 'referrers-tagged',
    title:
      'has no referrers API and keeps the referrers tags that clients push, like Google Artifact Registry',
    // Only the API reports what is missing.
    touches: ['discovery.referrers.supported'],
    effects: () =>
      together(
        { options: { referrers: false } },
        onReply({ endpoint: 'manifest', method: 'PUT', status: 201 }, (answer, ctx) => {
          if (ctx.route.endpoint !== 'manifest') return answer
          const { repository } = ctx.route
          const { subject } = readManifest(ctx.body, ctx.headers['content-type'])
          if (subject === undefined) return answer
          const manifests = ctx.policy
            .referrersOf(ctx.store, repository, subject)
            .map((each) => ctx.policy.describeReferrer(each))
          const index = JSON.stringify({ schemaVersion: 2, mediaType: imageIndexType, manifests })
          ctx.store.putManifest(repository, Buffer.from(index), { tags: [referrersTag(subject)] })
          return answer
        }),
      ),
  },
]
