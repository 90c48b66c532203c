import type { Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { nextLink } from '../../../../src/registry/lists/link.ts'
import { sendUntilAnswered } from '../../requests/send-until-answered.ts'

/** What following Link from page to page led to. */
export interface Walk {
  /** The answers in their order, the first included. All but the last are 200. */
  pages: readonly Exchange[]
  /**
   * `end`: the last page has no Link. `enough`: the caller had seen what it wanted. `limit`: that many pages
   * were not expected. `circle`: a Link leads to a page that was there before. `dead`: the last page is not a 200.
   */
  ended: 'end' | 'enough' | 'limit' | 'circle' | 'dead'
}

/** Follows the Links of lists, up to a number of pages: a registry that errs may have no end. */
export async function followLinks(
  t: RegistryContext,
  first: Exchange,
  { pages: most = 40, enough = () => false }: { pages?: number; enough?: (page: Exchange) => boolean } = {},
): Promise<Walk> {
  const pages = [first]
  const seen = new Set([first.request.url])
  for (let page = first; ;) {
    if (page.error || page.response?.status !== 200) return { pages, ended: 'dead' }
    if (enough(page)) return { pages, ended: 'enough' }
    const target = nextLink(page)?.target
    if (target === undefined) return { pages, ended: 'end' }
    const url = URL.canParse(target, page.request.url) ? new URL(target, page.request.url).href : target
    if (seen.has(url)) return { pages, ended: 'circle' }
    if (pages.length >= most) return { pages, ended: 'limit' }
    seen.add(url)
    // A Link that leads to nobody is something to judge, a connection that broke once is not.
    page = await sendUntilAnswered(t, { method: 'GET', path: url })
    pages.push(page)
  }
}
