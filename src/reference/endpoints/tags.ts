import { refused, type Endpoint } from '../context.ts'
import { listPath } from '../locations.ts'
import { nextLink, type TagQuery } from '../paging.ts'
import { jsonReply, withHeader } from '../reply.ts'

/** Lists the tags of a repository, a page at a time (section Listing Tags). */
export const listTags: Endpoint<'tags'> = (ctx) => {
  const { repository } = ctx.route
  const { options, policy, query } = ctx
  const found = ctx.store.find(repository)
  if (found === undefined) return refused(ctx, 'name-unknown', repository)
  const n = query.get('n')
  // A parameter without value is none.
  const requested = n === null || n === '' ? undefined : n
  if (requested !== undefined && !/^\d+$/.test(requested)) return refused(ctx, 'paging-invalid', requested)
  const last = query.get('last')
  const wanted: TagQuery = {
    limit: options.tagPageLimit,
    compare: policy.compareTags,
    ...(requested === undefined ? {} : { n: Number(requested) }),
    ...(last === null || last === '' ? {} : { last }),
  }
  const sorted = [...found.tags.keys()].toSorted(policy.compareTags)
  const { tags, more } = policy.pageOfTags(sorted, wanted)
  const list = jsonReply(200, { name: repository, tags })
  if (!more) return list
  return withHeader(
    list,
    'Link',
    nextLink(listPath(ctx, repository, 'tags/list'), { n: requested, last: tags.at(-1) }),
  )
}
