import { refused, type Endpoint } from '../context.ts'
import { listPath } from '../locations.ts'
import { imageIndexType } from '../manifest.ts'
import { nextLink } from '../paging.ts'
import { pageOfReferrers, referrersIndex } from '../referrer-list.ts'
import { jsonReply, withHeader } from '../reply.ts'

/**
 * Lists what refers to a digest (section Listing Referrers). A repository that does not exist has an empty
 * list, since a registry with this API never returns 404.
 */
export const listReferrers: Endpoint<'referrers'> = (ctx) => {
  const { repository, reference } = ctx.route
  const { options, policy, query } = ctx
  if (!options.referrers) return refused(ctx, 'endpoint-unknown')
  const digest = policy.parseDigest(reference)
  if (digest === undefined) return refused(ctx, 'digest-malformed', reference)

  const artifactType = options.referrersFilter ? query.get('artifactType') || undefined : undefined
  const all = policy
    .referrersOf(ctx.store, repository, digest.text)
    .map((manifest) => policy.describeReferrer(manifest))
  const matching =
    artifactType === undefined
      ? all
      : all.filter((descriptor) => policy.hasArtifactType(descriptor, artifactType))
  const after = query.get('after')
  const { page, more } = pageOfReferrers(matching, {
    count: options.referrersPageLimit,
    size: options.manifestLimit,
    ...(after === null ? {} : { after }),
  })

  let list = jsonReply(200, referrersIndex(page), { 'Content-Type': imageIndexType })
  if (artifactType !== undefined) list = withHeader(list, 'OCI-Filters-Applied', 'artifactType')
  if (!more) return list
  const path = listPath(ctx, repository, `referrers/${digest.text}`)
  return withHeader(list, 'Link', nextLink(path, { artifactType, after: page.at(-1)?.digest }))
}
