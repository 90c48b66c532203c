import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { nextLink } from '../../../src/registry/lists/link.ts'
import { tagsOf } from '../judges/tags.ts'
import { tagsPath } from '../requests/paths.ts'
import type { TestRequest } from '../target/context.ts'
import type { Sender } from './sender.ts'
import type { Step } from './sequence.ts'

/** Others have tags in the repository too: a walk ends after this number of pages. */
const mostPages = 4

/** Lists tags in one request, or in pages from the position of one tag on. */
export async function listTags(
  step: Extract<Step, { do: 'list-tags' }>,
  { send, repositoryAt, materials }: Sender,
): Promise<void> {
  const repository = repositoryAt(step.at)
  const { pages } = step
  if (pages === undefined) {
    await send(step, { method: 'GET', path: tagsPath(repository) })
    return
  }
  const { n, by, after, most = mostPages } = pages
  const start: Record<string, string> = after === undefined ? {} : { last: materials.tag(after) }
  const size: Record<string, string> = n === undefined ? {} : { n: String(n) }
  let path: string | undefined = tagsPath(repository, { ...size, ...start })
  for (let page = 0; page < most && path !== undefined; page += 1) {
    const exchange: Exchange = await send(step, { method: 'GET', path })
    path = by === 'link' ? linked(exchange) : n === undefined ? undefined : following(exchange, repository, n)
  }
}

/** Lists the referrers of a subject, in as many pages as a run follows. */
export async function listReferrers(
  step: Extract<Step, { do: 'list-referrers' }>,
  { send }: Pick<Sender, 'send'>,
  first: TestRequest,
): Promise<void> {
  let next: string | undefined = linked(await send(step, first))
  for (let page = 1; page < mostPages && next !== undefined; page += 1)
    next = linked(await send(step, { method: 'GET', path: next }))
}

/** The URL that the Link of a page names; undefined with the last page. */
function linked(exchange: Exchange): string | undefined {
  if (exchange.error || header(exchange.response?.headers ?? [], 'link') === undefined) return undefined
  const target = nextLink(exchange)?.target
  return target !== undefined && URL.canParse(target, exchange.request.url)
    ? new URL(target, exchange.request.url).href
    : undefined
}

/** The next page by the last tag of this one. */
function following(exchange: Exchange, repository: string, n: number): string | undefined {
  const tags = exchange.error || exchange.response?.status !== 200 ? undefined : tagsOf(exchange)
  const last = tags?.at(-1)
  return last === undefined || (tags?.length ?? 0) < n
    ? undefined
    : tagsPath(repository, { n: String(n), last })
}
